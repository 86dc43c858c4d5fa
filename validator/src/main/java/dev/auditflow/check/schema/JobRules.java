package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.ZoneId;
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
        if (!Fields.isTrue(spec, "manualSelector")) {
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
        if (Fields.isTrue(spec, "manualSelector")) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("manualSelector"), "a CronJob's Jobs take no manualSelector");
        }
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
