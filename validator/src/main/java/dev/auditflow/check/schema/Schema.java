package dev.auditflow.check.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node of a schema: OpenAPI v2 as Kubernetes publishes it for built-in kinds, or the structural OpenAPI v3 of a CRD.
 * Absent parts are null, empty, or {@code false}.
 *
 * @param type {@code object}, {@code array}, {@code string}, {@code integer}, {@code number}, {@code boolean}, or empty
 *     for any
 * @param ref name of the definition that this node stands for; empty for none
 * @param name of the definition that this node is; empty for nodes inside one
 * @param additional schema of values whose key is not in {@code properties}; null if there may be none
 * @param enums allowed values as JSON text
 */
record Schema(
        String type,
        String ref,
        String name,
        String format,
        Map<String, Schema> properties,
        @Nullable Schema additional,
        @Nullable Schema items,
        Set<String> required,
        Set<String> enums,
        Limits limits,
        Kubernetes kubernetes,
        Logic logic) {
    /** Accepts anything. */
    static final Schema ANY = new Schema(
            "", "", "", "", Map.of(), null, null, Set.of(), Set.of(), Limits.NONE, Kubernetes.NONE, Logic.NONE);

    /** Bounds of strings, numbers, lists and maps. */
    record Limits(
            String pattern,
            @Nullable Long minLength,
            @Nullable Long maxLength,
            @Nullable Long minItems,
            @Nullable Long maxItems,
            @Nullable Double minimum,
            @Nullable Double maximum,
            boolean exclusiveMinimum,
            boolean exclusiveMaximum) {
        static final Limits NONE = new Limits("", null, null, null, null, null, null, false, false);
    }

    /** Kubernetes' extensions. */
    record Kubernetes(
            boolean intOrString,
            boolean preserveUnknown,
            boolean embeddedResource,
            boolean nullable,
            boolean mapList,
            List<String> mapKeys,
            List<CelRule> rules) {
        static final Kubernetes NONE = new Kubernetes(false, false, false, false, false, List.of(), List.of());
    }

    /** Combinations, as value validations of a CRD use them. */
    record Logic(
            List<Schema> allOf,
            List<Schema> anyOf,
            List<Schema> oneOf,
            @Nullable Schema not) {
        static final Logic NONE = new Logic(List.of(), List.of(), List.of(), null);

        boolean isEmpty() {
            return allOf.isEmpty() && anyOf.isEmpty() && oneOf.isEmpty() && not == null;
        }
    }

    /** One entry of {@code x-kubernetes-validations}. */
    record CelRule(String rule, String message, String messageExpression, String fieldPath) {}
}
