package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Constraints of controllers and budgets in which several fields take part. */
final class WorkloadRules {
    private static final BigInteger DEFAULT_DEADLINE = BigInteger.valueOf(600);

    private WorkloadRules() {}

    /** Pods of a controller that keeps them running restart always. */
    static Constraint always() {
        return (map, path, sink) -> {
            MapNode spec = pod(map, "spec", "template", "spec");
            String policy = Fields.scalar(spec, "restartPolicy").orElse("Always");
            if (Set.of("OnFailure", "Never").contains(policy)) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key("spec").key("template").key("spec").key("restartPolicy"),
                        "the kind restarts its pods always; restartPolicy %s is for Jobs".formatted(policy));
            }
        };
    }

    /** Pods of a job do not restart always. */
    static Constraint finishes(String... steps) {
        return (map, path, sink) -> {
            MapNode spec = pod(map, steps);
            String policy = Fields.scalar(spec, "restartPolicy").orElse("Always");
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
        };
    }

    /** The selector selects something, and the template's own labels. */
    static void selector(MapNode workload, FieldPath path, Sink sink) {
        Optional<MapNode> spec = workload.map("spec");
        Optional<MapNode> selector = spec.flatMap(s -> s.map("selector"));
        if (spec.isEmpty() || selector.isEmpty()) {
            return;
        }
        FieldPath place = path.key("spec").key("selector");
        if (Fields.isEmpty(selector.get(), "matchLabels") && Fields.isEmpty(selector.get(), "matchExpressions")) {
            sink.report(SchemaRules.CROSS_FIELD, place, "an empty selector would select every pod and is refused");
            return;
        }
        Optional<MapNode> labels = spec.flatMap(s -> s.map("template"))
                .flatMap(t -> t.map("metadata"))
                .flatMap(m -> m.map("labels"));
        SelectorRules.mismatches(selector.get(), labels, place)
                .forEach((where, message) -> sink.report(SchemaRules.CROSS_FIELD, where, message));
    }

    /** A controller of the first version selects by labels alone; without a selector it takes the template's. */
    static void plainSelector(MapNode controller, FieldPath path, Sink sink) {
        Optional<MapNode> spec = controller.map("spec");
        Optional<MapNode> labels = spec.flatMap(s -> s.map("template"))
                .flatMap(t -> t.map("metadata"))
                .flatMap(m -> m.map("labels"));
        if (spec.isEmpty()) {
            return;
        }
        if (Fields.isEmpty(spec.get(), "selector")) {
            if (labels.filter(given -> !given.entries().isEmpty()).isEmpty()) {
                sink.report(
                        SchemaRules.MISSING_FIELD,
                        path.key("spec").key("selector"),
                        "the controller needs a selector, or a template with labels");
            }
            return;
        }
        Optional<MapNode> wanted = spec.get().map("selector");
        if (wanted.isEmpty()) {
            return;
        }
        MapNode selector = new MapNode(
                List.of(new MapNode.Entry("matchLabels", wanted.get().mark(), wanted.get())),
                wanted.get().mark());
        SelectorRules.mismatches(selector, labels, path.key("spec")).values().stream()
                .findFirst()
                .ifPresent(message ->
                        sink.report(SchemaRules.CROSS_FIELD, path.key("spec").key("selector"), message));
    }

    /** A strategy of this type does not roll. */
    static Constraint noRollingUpdate(String type) {
        return Constraints.when(
                "type",
                type,
                Constraints.forbidden(
                        "rollingUpdate", "the type " + type + " does not roll; set it to null if a default brings it"));
    }

    static void progressAfterReady(MapNode spec, FieldPath path, Sink sink) {
        BigInteger ready = Fields.number(spec, "minReadySeconds").orElse(BigInteger.ZERO);
        BigInteger deadline = Fields.number(spec, "progressDeadlineSeconds").orElse(DEFAULT_DEADLINE);
        if (deadline.compareTo(ready) <= 0) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("progressDeadlineSeconds"),
                    "progressDeadlineSeconds %s must be above minReadySeconds %s".formatted(deadline, ready));
        }
    }

    /** A rolling update of a Deployment can take a step: 25 % both ways unless it says otherwise. */
    static void deploymentSteps(MapNode update, FieldPath path, Sink sink) {
        countOrPercent("maxUnavailable", true).check(update, path, sink);
        countOrPercent("maxSurge", false).check(update, path, sink);
        if (isZero(update, "maxUnavailable") && isZero(update, "maxSurge")) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("maxUnavailable"),
                    "maxUnavailable and maxSurge cannot both be 0: the update could not begin");
        }
    }

    /** A rolling update of a DaemonSet takes away first or adds first: one is 0 and the other is not. */
    static void daemonSetSteps(MapNode strategy, FieldPath path, Sink sink) {
        strategy.map("rollingUpdate").ifPresent(update -> {
            FieldPath place = path.key("rollingUpdate");
            countOrPercent("maxUnavailable", true).check(update, place, sink);
            countOrPercent("maxSurge", true).check(update, place, sink);
            boolean takesAway = !isZero(update, "maxUnavailable");
            boolean adds = !Fields.isAbsent(update, "maxSurge") && !isZero(update, "maxSurge");
            if (takesAway == adds) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        place.key("maxSurge"),
                        "one of maxUnavailable (1 if it is absent) and maxSurge (0 if it is absent) must be 0, the"
                                + " other not");
            }
        });
    }

    private static boolean isZero(MapNode map, String field) {
        return Fields.scalar(map, field).filter(text -> text.matches("0+%?")).isPresent();
    }

    /**
     * A whole number of 0 or more, or a percentage.
     *
     * @param most whether it may be 100 % at most
     */
    static Constraint countOrPercent(String field, boolean most) {
        return (map, path, sink) -> {
            if (Fields.number(map, field).filter(count -> count.signum() < 0).isPresent()) {
                sink.report(SchemaRules.INVALID_VALUE, path.key(field), "%s must be 0 or more".formatted(field));
            }
            map.string(field)
                    .filter(text -> !text.matches("[0-9]{1,9}%"))
                    .ifPresent(text -> sink.report(
                            SchemaRules.INVALID_VALUE,
                            path.key(field),
                            "%s takes a whole number or a percentage, not \"%s\"".formatted(field, text)));
            map.string(field)
                    .filter(text -> most && text.matches("[0-9]{1,9}%"))
                    .filter(text -> Integer.parseInt(text.substring(0, text.length() - 1)) > 100)
                    .ifPresent(text -> sink.report(
                            SchemaRules.INVALID_VALUE, path.key(field), "%s may be 100%% at most".formatted(field)));
        };
    }

    /** The pod's spec; what is absent on the way is empty. */
    private static MapNode pod(MapNode map, String... steps) {
        MapNode spec = map;
        for (String step : steps) {
            spec = spec.map(step).orElse(new MapNode(List.of(), map.mark()));
        }
        return spec;
    }
}
