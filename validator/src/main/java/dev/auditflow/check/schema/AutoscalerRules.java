package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/** Constraints of autoscalers in which several fields take part. */
final class AutoscalerRules {
    private static final Map<String, String> FIELDS = Map.of(
            "ContainerResource", "containerResource",
            "External", "external",
            "Object", "object",
            "Pods", "pods",
            "Resource", "resource");

    private AutoscalerRules() {}

    static void minBelowMax(MapNode spec, FieldPath path, Sink sink) {
        Optional<BigInteger> least = Fields.number(spec, "minReplicas");
        Optional<BigInteger> most = Fields.number(spec, "maxReplicas");
        if (least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("maxReplicas"),
                    "maxReplicas %s is below minReplicas %s".formatted(most.get(), least.get()));
        }
    }

    static void targetHasGroup(MapNode spec, FieldPath path, Sink sink) {
        spec.map("scaleTargetRef").ifPresent(target -> {
            String[] parts = Fields.scalar(target, "apiVersion").orElse("").split("/", -1);
            if (parts.length != 2 || parts[0].isEmpty()) {
                sink.report(
                        SchemaRules.INVALID_VALUE,
                        path.key("scaleTargetRef").key("apiVersion"),
                        "apiVersion takes a group and a version, such as apps/v1");
            }
        });
    }

    /** A metric has the field that its type names, and no other. */
    static void metric(MapNode metric, FieldPath path, Sink sink) {
        Constraints.oneOf("type", FIELDS.keySet().stream().sorted().toArray(String[]::new))
                .check(metric, path, sink);
        Fields.scalar(metric, "type").map(FIELDS::get).ifPresent(field -> {
            Constraints.required(field).check(metric, path, sink);
            FIELDS.values().stream()
                    .filter(other -> !other.equals(field))
                    .sorted()
                    .forEach(other ->
                            Constraints.forbidden(other, "its type is another").check(metric, path, sink));
        });
    }

    static void resourceTarget(MapNode source, FieldPath path, Sink sink) {
        source.map("target").ifPresent(target -> {
            FieldPath place = path.key("target");
            Constraints.anyOf("an aim", "averageUtilization", "averageValue").check(target, place, sink);
            Constraints.atMostOne("aim", "averageUtilization", "averageValue").check(target, place, sink);
        });
    }

    static void valueTarget(MapNode source, FieldPath path, Sink sink) {
        source.map("target")
                .ifPresent(target ->
                        Constraints.anyOf("an aim", "averageValue", "value").check(target, path.key("target"), sink));
    }

    /** A rule that scales has policies, unless it has none of its own. */
    static void policies(MapNode rules, FieldPath path, Sink sink) {
        if (rules.list("policies").filter(list -> list.items().isEmpty()).isPresent()) {
            sink.report(SchemaRules.MISSING_FIELD, path.key("policies"), "an empty list of policies is refused");
        }
        Constraints.each("policies", Constraints.required("type", "value", "periodSeconds"))
                .check(rules, path, sink);
    }
}
