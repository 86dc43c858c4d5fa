package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Constraints of controllers, jobs, budgets and autoscalers in which several fields take part. */
final class WorkloadRules {
    private static final Set<String> MACROS =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");

    private WorkloadRules() {}

    /** Pods of a controller that keeps them running restart always. */
    static Constraint always() {
        return (map, path, sink) -> pod(map, "spec", "template", "spec").ifPresent(spec -> {
            String policy = Constraints.scalar(spec, "restartPolicy").orElse("Always");
            if (Set.of("OnFailure", "Never").contains(policy)) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key("spec").key("template").key("spec").key("restartPolicy"),
                        "the kind restarts its pods always; restartPolicy %s is for Jobs".formatted(policy));
            }
        });
    }

    /** Pods of a job do not restart always. */
    static Constraint finishes(String... steps) {
        return (map, path, sink) -> pod(map, steps).ifPresent(spec -> {
            String policy = Constraints.scalar(spec, "restartPolicy").orElse("Always");
            if (policy.isEmpty() || policy.equals("Always")) {
                FieldPath place = path;
                for (String step : steps) {
                    place = place.key(step);
                }
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        place.key("restartPolicy"),
                        "a Job's pods need restartPolicy Never or OnFailure");
            }
        });
    }

    /** The selector selects the template's own labels. */
    static void selector(MapNode workload, FieldPath path, Sink sink) {
        Optional<MapNode> spec = workload.map("spec");
        Optional<MapNode> selector = spec.flatMap(s -> s.map("selector"));
        if (spec.isEmpty() || selector.isEmpty()) {
            return;
        }
        FieldPath place = path.key("spec").key("selector");
        if (Constraints.isEmpty(selector.get(), "matchLabels")
                && Constraints.isEmpty(selector.get(), "matchExpressions")) {
            sink.report(SchemaRules.CROSS_FIELD, place, "an empty selector would select every pod and is refused");
            return;
        }
        Optional<MapNode> labels = spec.flatMap(s -> s.map("template"))
                .flatMap(t -> t.map("metadata"))
                .flatMap(m -> m.map("labels"));
        for (MapNode.Entry wanted :
                selector.get().map("matchLabels").map(MapNode::entries).orElse(List.of())) {
            Optional<String> given = labels.flatMap(l -> Constraints.scalar(l, wanted.key()));
            if (wanted.value() instanceof ScalarNode value
                    && !value.text().equals(given.orElse("\0"))
                    && value.kind() == ScalarNode.Kind.STRING) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        place.key("matchLabels").key(wanted.key()),
                        "the selector wants %s=%s, and the pod template %s"
                                .formatted(
                                        wanted.key(),
                                        value.text(),
                                        given.map(g -> "has " + g).orElse("has no such label")));
            }
        }
    }

    static void recreate(MapNode strategy, FieldPath path, Sink sink) {
        boolean recreate =
                Constraints.scalar(strategy, "type").filter("Recreate"::equals).isPresent();
        if (recreate && !Constraints.present(strategy, "rollingUpdate").isEmpty()) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("rollingUpdate"),
                    "the strategy Recreate takes no rollingUpdate; set it to null if a default brings it");
        }
    }

    static void minBelowMax(MapNode spec, FieldPath path, Sink sink) {
        Optional<BigInteger> least = number(spec, "minReplicas");
        Optional<BigInteger> most = number(spec, "maxReplicas");
        if (least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("maxReplicas"),
                    "maxReplicas %s is below minReplicas %s".formatted(most.get(), least.get()));
        }
    }

    static Constraint countOrPercent(String field) {
        return (map, path, sink) -> {
            Optional<BigInteger> count = number(map, field);
            if (count.isPresent() && count.get().signum() < 0) {
                sink.report(SchemaRules.INVALID_VALUE, path.key(field), "%s must be 0 or more".formatted(field));
            }
            map.string(field)
                    .filter(text -> !text.matches("[0-9]{1,9}%"))
                    .ifPresent(text -> sink.report(
                            SchemaRules.INVALID_VALUE,
                            path.key(field),
                            "%s takes a whole number or a percentage, not \"%s\"".formatted(field, text)));
        };
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
        if (MACROS.contains(text) || text.startsWith("@every ")) {
            return true;
        }
        String[] fields = text.strip().split("\\s+", -1);
        int[][] bounds = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 6}};
        if (text.startsWith("TZ=") || text.startsWith("CRON_TZ=") || fields.length != bounds.length) {
            return false;
        }
        for (int i = 0; i < fields.length; i++) {
            for (String part : fields[i].split(",", -1)) {
                if (!isRange(part, bounds[i][0], bounds[i][1])) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isRange(String part, int least, int most) {
        String[] stepped = part.split("/", -1);
        if (stepped.length > 2 || (stepped.length == 2 && !stepped[1].matches("[1-9][0-9]{0,3}"))) {
            return false;
        }
        if (stepped[0].equals("*") || stepped[0].equals("?")) {
            return true;
        }
        for (String end : stepped[0].split("-", -1)) {
            boolean name =
                    end.matches("(?i)jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat");
            if (!name
                    && !(end.matches("[0-9]{1,2}")
                            && Integer.parseInt(end) >= least
                            && Integer.parseInt(end) <= most)) {
                return false;
            }
        }
        return stepped[0].split("-", -1).length <= 2;
    }

    private static Optional<MapNode> pod(MapNode map, String... steps) {
        Optional<MapNode> spec = Optional.of(map);
        for (String step : steps) {
            spec = spec.flatMap(s -> s.map(step));
        }
        return spec;
    }

    private static Optional<BigInteger> number(MapNode map, String field) {
        Optional<Node> node = map.get(field);
        return node.filter(n -> n instanceof ScalarNode s && s.kind() == ScalarNode.Kind.INTEGER)
                .map(n -> new BigInteger(((ScalarNode) n).text()));
    }
}
