package dev.auditflow.check.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.JsonTree;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What makes the schema of a CRD structural: every value has a type, and nothing contradicts it. */
final class StructuralRules {
    private static final List<String> TYPES = List.of("array", "boolean", "integer", "number", "object", "string");
    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final String EMBEDDED = "x-kubernetes-embedded-resource";

    private StructuralRules() {}

    /** Checks a version's {@code openAPIV3Schema}. */
    static void root(MapNode schema, FieldPath path, Sink sink) {
        if (Fields.scalar(schema, "type").filter("object"::equals).isEmpty()) {
            sink.report(SchemaRules.INVALID_VALUE, path.key("type"), "the type of an object's schema is object");
        }
        Optional<MapNode> properties = schema.map("properties");
        for (String field : List.of("apiVersion", "kind", "metadata")) {
            String wanted = field.equals("metadata") ? "object" : "string";
            properties
                    .flatMap(p -> p.map(field))
                    .filter(property -> !Fields.scalar(property, "type").equals(Optional.of(wanted)))
                    .ifPresent(_ -> sink.report(
                            SchemaRules.INVALID_VALUE,
                            path.key("properties").key(field).key("type"),
                            "the type of %s is %s".formatted(field, wanted)));
        }
        value(schema, path, sink);
    }

    private static void value(MapNode schema, FieldPath path, Sink sink) {
        type(schema, path, sink);
        shape(schema, path, sink);
        lists(schema, path, sink);
        Fields.scalar(schema, "pattern")
                .filter(text -> !isPattern(text))
                .ifPresent(_ -> sink.report(
                        SchemaRules.INVALID_VALUE, path.key("pattern"), "the pattern is no regular expression"));
        Constraints.each(
                        "x-kubernetes-validations", (rule, place, to) -> ValidationRules.check(rule, schema, place, to))
                .check(schema, path, sink);
        ValidationRules.nested(schema, path, sink);
        standard(schema, path, sink);
        for (MapNode.Entry property :
                schema.map("properties").map(MapNode::entries).orElse(List.of())) {
            FieldPath place = path.key("properties").key(property.key());
            if (property.value() instanceof MapNode inner) {
                value(inner, place, sink);
            } else if (property.value() instanceof ScalarNode scalar && scalar.isNull()) {
                sink.report(SchemaRules.MISSING_FIELD, place.key("type"), property.key() + " needs a type");
            }
        }
        for (String field : List.of("items", "additionalProperties")) {
            schema.map(field).ifPresent(inner -> value(inner, path.key(field), sink));
        }
    }

    private static void type(MapNode schema, FieldPath path, Sink sink) {
        String type = Fields.scalar(schema, "type").orElse("");
        boolean any = Fields.isTrue(schema, INT_OR_STRING) || Fields.isTrue(schema, PRESERVE);
        if (type.isEmpty() && !any) {
            sink.report(SchemaRules.MISSING_FIELD, path.key("type"), Wording.last(path) + " needs a type");
        } else if (!type.isEmpty() && !TYPES.contains(type)) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    path.key("type"),
                    "\"%s\" is not one of %s".formatted(type, String.join(", ", TYPES)));
        }
        if (!type.isEmpty() && Fields.isTrue(schema, INT_OR_STRING)) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("type"), INT_OR_STRING + " goes without a type");
        }
        boolean object = type.isEmpty() || type.equals("object");
        for (String field : List.of(PRESERVE, EMBEDDED)) {
            if (Fields.scalar(schema, field).filter("false"::equals).isPresent() && field.equals(PRESERVE)) {
                sink.report(SchemaRules.INVALID_VALUE, path.key(field), field + " is true or absent");
            }
            if (Fields.isTrue(schema, field) && !object) {
                sink.report(SchemaRules.CROSS_FIELD, path.key(field), field + " goes with the type object");
            }
        }
    }

    private static void shape(MapNode schema, FieldPath path, Sink sink) {
        Constraints.forbidden("$ref", "structural schemas hold everything themselves")
                .check(schema, path, sink);
        Constraints.forbidden("definitions", "structural schemas hold everything themselves")
                .check(schema, path, sink);
        Constraints.forbidden("patternProperties", "structural schemas name their properties")
                .check(schema, path, sink);
        if (Fields.isTrue(schema, "uniqueItems")) {
            sink.report(SchemaRules.INVALID_VALUE, path.key("uniqueItems"), "uniqueItems cannot be true");
        }
        if (!Fields.isEmpty(schema, "properties") && !Fields.isAbsent(schema, "additionalProperties")) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("additionalProperties"),
                    "properties and additionalProperties exclude each other");
        }
        boolean array = Fields.scalar(schema, "type").filter("array"::equals).isPresent();
        if (array && Fields.isAbsent(schema, "items")) {
            sink.report(SchemaRules.MISSING_FIELD, path.key("items"), "the type array needs items");
        }
        if (schema.list("items").isPresent()) {
            sink.report(SchemaRules.INVALID_VALUE, path.key("items"), "items is one schema, not a list of them");
        }
        if (schema.get("additionalProperties")
                .filter(node -> node instanceof ListNode
                        || (node instanceof ScalarNode s && !s.isNull() && s.kind() != ScalarNode.Kind.BOOLEAN))
                .isPresent()) {
            sink.report(
                    SchemaRules.WRONG_TYPE,
                    path.key("additionalProperties"),
                    "additionalProperties is a schema, or true or false");
        }
    }

    private static void lists(MapNode schema, FieldPath path, Sink sink) {
        Constraints.oneOf("x-kubernetes-list-type", "atomic", "map", "set").check(schema, path, sink);
        Constraints.oneOf("x-kubernetes-map-type", "atomic", "granular").check(schema, path, sink);
        boolean map = Fields.scalar(schema, "x-kubernetes-list-type")
                .filter("map"::equals)
                .isPresent();
        boolean keys = !Fields.isEmpty(schema, "x-kubernetes-list-map-keys");
        if (map != keys) {
            sink.report(
                    map ? SchemaRules.MISSING_FIELD : SchemaRules.CROSS_FIELD,
                    path.key("x-kubernetes-list-map-keys"),
                    "x-kubernetes-list-map-keys goes with the list type map");
        }
        Optional<MapNode> items = schema.map("items");
        for (String key : map ? SelectorRules.texts(schema, "x-kubernetes-list-map-keys") : List.<String>of()) {
            Optional<MapNode> property = items.flatMap(i -> i.map("properties")).flatMap(p -> p.map(key));
            boolean there = property.isPresent()
                    && (items.filter(i -> SelectorRules.texts(i, "required").contains(key))
                                    .isPresent()
                            || !Fields.isAbsent(property.get(), "default"));
            if (!there) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key("x-kubernetes-list-map-keys"),
                        "the key %s must be a property of the items that is required or has a default".formatted(key));
            }
        }
    }

    /** A default is what the schema takes. */
    private static void standard(MapNode schema, FieldPath path, Sink sink) {
        Optional<Node> given = schema.get("default").filter(node -> !(node instanceof ScalarNode s && s.isNull()));
        String type = Fields.scalar(schema, "type").orElse("");
        if (given.isEmpty() || !(TYPES.contains(type) || Fields.isTrue(schema, INT_OR_STRING))) {
            return;
        }
        try {
            byte[] text = Json.bytes(schema);
            JsonNode json = JsonTree.read(text, 0, text.length);
            Sink wrapped = (_, place, message) ->
                    sink.report(SchemaRules.INVALID_VALUE, place, "the default does not fit: " + message);
            new SchemaValidator(_ -> Schema.ANY, Semantics.none(), wrapped)
                    .validate(given.get(), SchemaParser.parse("", json), path.key("default"));
        } catch (IOException e) {
            throw new IllegalStateException("JSON that was just written cannot be read", e);
        }
    }

    private static boolean isPattern(String text) {
        try {
            return Pattern.compile(text) != null;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
