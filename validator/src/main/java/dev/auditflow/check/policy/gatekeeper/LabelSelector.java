package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Kubernetes' label selector; all of its requirements must hold, so one without any takes everything. */
record LabelSelector(List<Requirement> requirements) {
    LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** Relations of a label to a set of values. */
    enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST
    }

    /** One demand on one label. */
    record Requirement(String key, Operator operator, Set<String> values) {
        Requirement {
            values = Set.copyOf(values);
        }

        boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }
    }

    boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.holds(labels));
    }

    /** @throws PolicyLoadException if an operator is unknown, or has values that it cannot have */
    static LabelSelector read(MapNode node) throws PolicyLoadException {
        List<Requirement> requirements = new ArrayList<>();
        node.map("matchLabels")
                .ifPresent(labels -> strings(labels)
                        .forEach((key, value) -> requirements.add(new Requirement(key, Operator.IN, Set.of(value)))));
        for (Node item : node.list("matchExpressions").map(ListNode::items).orElse(List.of())) {
            if (item instanceof MapNode expression) {
                requirements.add(requirement(expression));
            }
        }
        return new LabelSelector(requirements);
    }

    private static Requirement requirement(MapNode expression) throws PolicyLoadException {
        String word = expression.string("operator").orElse("");
        Operator operator = switch (word) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            default ->
                throw new PolicyLoadException(
                        "has a selector with the operator \"%s\"; there are In, NotIn, Exists and DoesNotExist"
                                .formatted(word));
        };
        Set<String> values = new TreeSet<>();
        for (Node value : expression.list("values").map(ListNode::items).orElse(List.of())) {
            if (value instanceof ScalarNode scalar) {
                values.add(scalar.text());
            }
        }
        boolean needsValues = operator == Operator.IN || operator == Operator.NOT_IN;
        if (needsValues == values.isEmpty()) {
            throw new PolicyLoadException("has a selector whose operator %s %s"
                    .formatted(word, needsValues ? "needs values" : "takes no values"));
        }
        return new Requirement(expression.string("key").orElse(""), operator, values);
    }

    /** Labels as Kubernetes' own reader sees them: all strings, or none at all. */
    static Map<String, String> strings(MapNode labels) {
        Map<String, String> strings = new HashMap<>();
        for (MapNode.Entry entry : labels.entries()) {
            if (!(entry.value() instanceof ScalarNode scalar) || scalar.kind() != ScalarNode.Kind.STRING) {
                return Map.of();
            }
            strings.put(entry.key(), scalar.text());
        }
        return strings;
    }
}
