package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Label selectors and node selectors. */
final class SelectorRules {
    private SelectorRules() {}

    /** How many values an operator takes. */
    static void values(MapNode requirement, FieldPath path, Sink sink) {
        String operator = Fields.scalar(requirement, "operator").orElse("");
        int size = requirement
                .list("values")
                .map(ListNode::items)
                .orElse(List.of())
                .size();
        String wrong = switch (operator) {
            case "In", "NotIn" -> size == 0 ? "needs values" : "";
            case "Exists", "DoesNotExist" -> size > 0 ? "takes no values" : "";
            case "Gt", "Lt" -> size != 1 ? "needs exactly one value" : "";
            default -> "";
        };
        if (!wrong.isEmpty()) {
            sink.report(
                    size == 0 ? SchemaRules.MISSING_FIELD : SchemaRules.CROSS_FIELD,
                    path.key("values"),
                    "the operator %s %s".formatted(operator, wrong));
        }
    }

    /** Values of a required node affinity are label values; those of a preferred one may be anything. */
    static void requiredNodes(MapNode selector, FieldPath path, Sink sink) {
        Constraints.each(
                        "nodeSelectorTerms",
                        Constraints.each("matchExpressions", Constraints.named("values", Names::labelValue)))
                .check(selector, path, sink);
    }

    /** Label keys that a selector is merged with need that selector. */
    static Constraint labelKeys(String field) {
        return (map, path, sink) -> {
            Constraints.named(field, Names::qualified).check(map, path, sink);
            if (!Fields.isEmpty(map, field) && Fields.isAbsent(map, "labelSelector")) {
                sink.report(SchemaRules.CROSS_FIELD, path.key(field), field + " needs a labelSelector");
            }
        };
    }

    /** Where a selector does not select these labels: the paths of the terms that fail, with what is wrong. */
    static Map<FieldPath, String> mismatches(MapNode selector, Optional<MapNode> labels, FieldPath path) {
        Map<FieldPath, String> wrong = new HashMap<>();
        for (MapNode.Entry wanted :
                selector.map("matchLabels").map(MapNode::entries).orElse(List.of())) {
            Optional<String> given = label(labels, wanted.key());
            String value = wanted.value() instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : "";
            if (!given.equals(Optional.of(value))) {
                wrong.put(
                        path.key("matchLabels").key(wanted.key()),
                        "the selector wants %s=%s, and the pod template %s"
                                .formatted(
                                        wanted.key(),
                                        value,
                                        given.map(g -> "has " + g).orElse("has no such label")));
            }
        }
        List<MapNode> expressions = Fields.maps(selector, "matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            if (!selects(expressions.get(i), labels)) {
                wrong.put(
                        path.key("matchExpressions").index(i),
                        "the selector's expression over %s does not hold for the pod template's labels"
                                .formatted(
                                        Fields.scalar(expressions.get(i), "key").orElse("")));
            }
        }
        return wrong;
    }

    private static boolean selects(MapNode requirement, Optional<MapNode> labels) {
        Optional<String> given = label(labels, Fields.scalar(requirement, "key").orElse(""));
        Set<String> values = Set.copyOf(texts(requirement, "values"));
        return switch (Fields.scalar(requirement, "operator").orElse("")) {
            case "In" -> given.filter(values::contains).isPresent();
            case "NotIn" -> given.filter(values::contains).isEmpty();
            case "Exists" -> given.isPresent();
            case "DoesNotExist" -> given.isEmpty();
            default -> true;
        };
    }

    private static Optional<String> label(Optional<MapNode> labels, String key) {
        return labels.flatMap(l -> l.get(key))
                .map(node -> node instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : "");
    }

    /** The strings of a list. */
    static List<String> texts(MapNode map, String field) {
        List<String> texts = new ArrayList<>();
        for (Node item : map.list(field).map(ListNode::items).orElse(List.of())) {
            if (item instanceof ScalarNode scalar && !scalar.isNull()) {
                texts.add(scalar.text());
            }
        }
        return texts;
    }
}
