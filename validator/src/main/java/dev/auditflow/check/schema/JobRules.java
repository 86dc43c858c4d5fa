package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Constraints of Jobs and CronJobs in which several fields take part. */
final class JobRules {
    private static final Set<String> MACROS =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int[][] BOUNDS = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 6}};

    private JobRules() {}

    /** A Job's selector is made by the server, unless manualSelector says otherwise. */
    static void selector(MapNode spec, FieldPath path, Sink sink) {
        Optional<MapNode> selector = spec.map("selector");
        if (selector.isEmpty()) {
            return;
        }
        if (!Constraints.isTrue(spec, "manualSelector")) {
            if (!selector.get().entries().isEmpty()) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key("selector"),
                        "the server makes a Job's selector; a selector of your own needs manualSelector: true");
            }
            return;
        }
        Optional<MapNode> labels =
                spec.map("template").flatMap(t -> t.map("metadata")).flatMap(m -> m.map("labels"));
        SelectorRules.mismatches(selector.get(), labels, path.key("selector"))
                .forEach((where, message) -> sink.report(SchemaRules.CROSS_FIELD, where, message));
    }

    /** Jobs of a CronJob have selectors of the server's making only. */
    static void noSelector(MapNode spec, FieldPath path, Sink sink) {
        Constraints.forbidden("selector", "the server makes it").check(spec, path, sink);
        if (Constraints.isTrue(spec, "manualSelector")) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("manualSelector"), "a CronJob's Jobs take no manualSelector");
        }
    }

    static void indexed(MapNode spec, FieldPath path, Sink sink) {
        boolean indexed = Constraints.scalar(spec, "completionMode")
                .filter("Indexed"::equals)
                .isPresent();
        if (indexed) {
            Constraints.required("completions").check(spec, path, sink);
            Constraints.range("parallelism", 0, 100_000).check(spec, path, sink);
        } else {
            for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes", "successPolicy")) {
                Constraints.forbidden(field, "it goes with completionMode Indexed")
                        .check(spec, path, sink);
            }
        }
        if (!Constraints.isAbsent(spec, "maxFailedIndexes")) {
            Constraints.required("backoffLimitPerIndex").check(spec, path, sink);
        }
    }

    static void failurePolicy(MapNode spec, FieldPath path, Sink sink) {
        Optional<MapNode> policy = spec.map("podFailurePolicy");
        if (policy.isEmpty()) {
            return;
        }
        Optional<MapNode> pod = spec.map("template").flatMap(t -> t.map("spec"));
        if (!pod.flatMap(p -> Constraints.scalar(p, "restartPolicy")).equals(Optional.of("Never"))) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("template").key("spec").key("restartPolicy"),
                    "with podFailurePolicy it must be Never");
        }
        Constraints.oneOf("podReplacementPolicy", "Failed").check(spec, path, sink);
        Set<String> containers = new HashSet<>();
        for (String field : List.of("containers", "initContainers")) {
            pod.map(p -> Constraints.maps(p, field))
                    .orElse(List.of())
                    .forEach(container -> Constraints.scalar(container, "name").ifPresent(containers::add));
        }
        Constraints.each("rules", (rule, place, to) -> failureRule(rule, containers, place, to))
                .check(policy.get(), path.key("podFailurePolicy"), sink);
    }

    private static void failureRule(MapNode rule, Set<String> containers, FieldPath path, Sink sink) {
        Constraints.oneOf("action", "Count", "FailIndex", "FailJob", "Ignore").check(rule, path, sink);
        Constraints.anyOf("a condition", "onExitCodes", "onPodConditions").check(rule, path, sink);
        Constraints.atMostOne("condition", "onExitCodes", "onPodConditions").check(rule, path, sink);
        Constraint codes = (exit, place, to) -> {
            Constraints.oneOf("operator", "In", "NotIn").check(exit, place, to);
            Constraints.required("values").check(exit, place, to);
            if (SelectorRules.texts(exit, "values").contains("0")
                    && Constraints.scalar(exit, "operator").filter("In"::equals).isPresent()) {
                to.report(SchemaRules.INVALID_VALUE, place.key("values"), "0 is success and cannot be a failure");
            }
            exit.string("containerName")
                    .filter(name -> !containers.contains(name))
                    .ifPresent(name -> to.report(
                            SchemaRules.CROSS_FIELD,
                            place.key("containerName"),
                            "the pod has no container named \"%s\"".formatted(name)));
        };
        Constraints.inside("onExitCodes", codes).check(rule, path, sink);
    }

    static void timeZone(MapNode spec, FieldPath path, Sink sink) {
        spec.string("timeZone")
                .filter(zone -> !isZone(zone))
                .ifPresent(zone -> sink.report(
                        SchemaRules.INVALID_VALUE,
                        path.key("timeZone"),
                        "there is no time zone \"%s\"; write one such as Europe/Berlin or Etc/UTC".formatted(zone)));
    }

    private static boolean isZone(String zone) {
        try {
            return zone.matches("[A-Za-z][-+_./A-Za-z0-9]*")
                    && !zone.equalsIgnoreCase("local")
                    && !zone.startsWith("UTC+")
                    && !zone.startsWith("GMT+0:")
                    && ZoneId.of(zone) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    static void schedule(MapNode spec, FieldPath path, Sink sink) {
        spec.string("schedule")
                .filter(text -> !isSchedule(text))
                .ifPresent(text -> sink.report(
                        SchemaRules.INVALID_VALUE,
                        path.key("schedule"),
                        "\"%s\" is no cron schedule; it has five fields: minute, hour, day, month, weekday"
                                .formatted(text)));
    }

    private static boolean isSchedule(String text) {
        if (text.contains("TZ")) {
            return false;
        }
        if (text.startsWith("@every ")) {
            return text.substring(7).matches("([0-9]+(\\.[0-9]*)?(ns|us|µs|ms|s|m|h))+");
        }
        String[] fields = text.strip().split("\\s+", -1);
        if (MACROS.contains(text)) {
            return true;
        }
        if (fields.length != BOUNDS.length) {
            return false;
        }
        for (int i = 0; i < fields.length; i++) {
            List<String> names = i == 3 ? MONTHS : i == 4 ? DAYS : List.of();
            for (String part : fields[i].split(",", -1)) {
                if (!isRange(part, BOUNDS[i], names)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isRange(String part, int[] bounds, List<String> names) {
        String[] stepped = part.split("/", -1);
        String[] ends = stepped[0].split("-", -1);
        if (stepped.length > 2 || ends.length > 2 || (stepped.length == 2 && !stepped[1].matches("[1-9][0-9]{0,8}"))) {
            return false;
        }
        if (ends[0].equals("*") || ends[0].equals("?")) {
            return ends.length == 1;
        }
        Optional<BigInteger> low = moment(ends[0], bounds, names);
        Optional<BigInteger> high = moment(ends[ends.length - 1], bounds, names);
        return low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) <= 0;
    }

    private static Optional<BigInteger> moment(String text, int[] bounds, List<String> names) {
        int name = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (name >= 0) {
            return Optional.of(BigInteger.valueOf((long) name + bounds[0]));
        }
        return text.matches("[0-9]{1,9}")
                ? Optional.of(new BigInteger(text))
                        .filter(value -> value.intValue() >= bounds[0] && value.intValue() <= bounds[1])
                : Optional.empty();
    }
}
