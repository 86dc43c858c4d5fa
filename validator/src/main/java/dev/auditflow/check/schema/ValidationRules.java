package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the schema of a CRD says about values beyond their type: its rules, and schemas inside anyOf and the like. */
final class ValidationRules {
    private static final List<String> JUNCTORS = List.of("allOf", "anyOf", "oneOf");

    /** What only the schema itself may say, not a condition on its values. */
    private static final List<String> OUTSIDE = List.of(
            "type",
            "default",
            "title",
            "description",
            "nullable",
            "additionalProperties",
            "x-kubernetes-embedded-resource",
            "x-kubernetes-int-or-string",
            "x-kubernetes-list-map-keys",
            "x-kubernetes-list-type",
            "x-kubernetes-map-type",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-validations");

    private ValidationRules() {}

    /** One entry of {@code x-kubernetes-validations}. */
    static void check(MapNode rule, MapNode schema, FieldPath path, Sink sink) {
        String text = Fields.scalar(rule, "rule").orElse("");
        if (text.isBlank()) {
            sink.report(SchemaRules.MISSING_FIELD, path.key("rule"), "a validation needs a rule");
            return;
        }
        Constraints.named("message", PolicyRules::line).check(rule, path, sink);
        if (text.strip().contains("\n")
                && Fields.scalar(rule, "message").filter(m -> !m.isBlank()).isEmpty()) {
            sink.report(SchemaRules.MISSING_FIELD, path.key("message"), "a rule of several lines needs a message");
        }
        Constraints.oneOf(
                        "reason",
                        "FieldValueDuplicate",
                        "FieldValueForbidden",
                        "FieldValueInvalid",
                        "FieldValueRequired")
                .check(rule, path, sink);
        Constraints.named(
                        "fieldPath",
                        field -> SchemaPaths.find(schema, field).isPresent()
                                ? ""
                                : "the schema has no such field; write a path such as .size")
                .check(rule, path, sink);
        compiles(rule, "rule", SimpleType.BOOL, path, sink);
        compiles(rule, "messageExpression", SimpleType.STRING, path, sink);
    }

    private static void compiles(MapNode rule, String field, CelType wanted, FieldPath path, Sink sink) {
        Optional<CelExpressions.Compiled> compiled =
                rule.string(field).filter(text -> !text.isBlank()).map(CelExpressions.rules()::compile);
        String wrong = compiled.map(one -> !one.wrong().isEmpty()
                        ? "the expression does not compile: " + one.wrong()
                        : Set.of(wanted, CelExpressions.ANY).contains(one.type())
                                ? ""
                                : "the expression gives %s and must give %s"
                                        .formatted(one.type().name(), wanted.name()))
                .orElse("");
        if (!wrong.isEmpty()) {
            sink.report(SchemaRules.INVALID_VALUE, path.key(field), wrong);
        }
    }

    /** Schemas inside anyOf and the like say nothing that the schema around them must say. */
    static void nested(MapNode schema, FieldPath path, Sink sink) {
        for (String junctor : JUNCTORS) {
            List<Node> parts = schema.list(junctor).map(ListNode::items).orElse(List.of());
            boolean form = junctor.equals("anyOf") && isIntOrString(parts);
            for (int i = 0; i < parts.size(); i++) {
                boolean first = junctor.equals("allOf") && i == 0;
                if (!form && parts.get(i) instanceof MapNode part) {
                    inside(part, first, path.key(junctor).index(i), sink);
                }
            }
        }
        schema.map("not").ifPresent(part -> inside(part, false, path.key("not"), sink));
    }

    private static void inside(MapNode part, boolean first, FieldPath path, Sink sink) {
        for (String field : OUTSIDE) {
            boolean says = part.get(field)
                    .filter(node -> !(node instanceof ScalarNode s
                            && (s.isNull() || s.text().isEmpty())))
                    .filter(node -> !(node instanceof ScalarNode s && s.text().equals("false")))
                    .isPresent();
            if (says) {
                sink.report(
                        SchemaRules.CROSS_FIELD, path.key(field), field + " belongs to the schema itself, not in here");
            }
        }
        List<Node> any = part.list("anyOf").map(ListNode::items).orElse(List.of());
        if (!(first && isIntOrString(any))) {
            nested(part, path, sink);
        }
        part.map("items").ifPresent(items -> inside(items, false, path.key("items"), sink));
        for (MapNode.Entry property :
                part.map("properties").map(MapNode::entries).orElse(List.of())) {
            if (property.value() instanceof MapNode inner) {
                inside(inner, false, path.key("properties").key(property.key()), sink);
            }
        }
    }

    /** The one form in which types may stand here: a whole number or a string. */
    private static boolean isIntOrString(List<Node> parts) {
        return parts.size() == 2 && isOnlyType(parts.getFirst(), "integer") && isOnlyType(parts.getLast(), "string");
    }

    private static boolean isOnlyType(Node node, String type) {
        return node instanceof MapNode map
                && map.entries().size() == 1
                && Fields.scalar(map, "type").filter(type::equals).isPresent();
    }
}
