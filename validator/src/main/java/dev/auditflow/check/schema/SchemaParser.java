package dev.auditflow.check.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.yaml.JsonTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads schema nodes from JSON. Depth is bounded by the manifest reader's own limit. */
final class SchemaParser {
    private SchemaParser() {}

    static Schema parse(String name, JsonNode node) {
        String ref = node.path("$ref").asText("");
        int slash = ref.lastIndexOf('/');
        return new Schema(
                node.path("type").asText(""),
                slash < 0 ? ref : ref.substring(slash + 1),
                name,
                node.path("format").asText(""),
                properties(node.path("properties")),
                additional(node),
                node.path("items").isObject() ? parse("", node.path("items")) : null,
                strings(node.path("required")),
                texts(node.path("enum")),
                limits(node),
                kubernetes(node),
                logic(node));
    }

    private static Map<String, Schema> properties(JsonNode node) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        node.properties().forEach(field -> properties.put(field.getKey(), parse("", field.getValue())));
        return properties;
    }

    private static @Nullable Schema additional(JsonNode node) {
        JsonNode additional = node.path("additionalProperties");
        if (additional.isObject()) {
            return parse("", additional);
        }
        return additional.asBoolean(false) ? Schema.ANY : null;
    }

    private static Schema.Limits limits(JsonNode node) {
        if (node.size() < 2) {
            return Schema.Limits.NONE;
        }
        return new Schema.Limits(
                node.path("pattern").asText(""),
                number(node.path("minLength")),
                number(node.path("maxLength")),
                number(node.path(node.has("minProperties") ? "minProperties" : "minItems")),
                number(node.path(node.has("maxProperties") ? "maxProperties" : "maxItems")),
                decimal(node.path("minimum")),
                decimal(node.path("maximum")),
                node.path("exclusiveMinimum").asBoolean(false),
                node.path("exclusiveMaximum").asBoolean(false));
    }

    private static Schema.Kubernetes kubernetes(JsonNode node) {
        List<Schema.CelRule> rules = new ArrayList<>();
        for (JsonNode rule : node.path("x-kubernetes-validations")) {
            rules.add(new Schema.CelRule(
                    rule.path("rule").asText(""),
                    rule.path("message").asText(""),
                    rule.path("messageExpression").asText(""),
                    rule.path("fieldPath").asText("")));
        }
        return new Schema.Kubernetes(
                node.path("x-kubernetes-int-or-string").asBoolean(false)
                        || node.path("format").asText("").equals("int-or-string"),
                node.path("x-kubernetes-preserve-unknown-fields").asBoolean(false),
                node.path("x-kubernetes-embedded-resource").asBoolean(false),
                node.path("nullable").asBoolean(false),
                node.path("x-kubernetes-list-type").asText("").equals("map"),
                List.copyOf(strings(node.path("x-kubernetes-list-map-keys"))),
                rules);
    }

    private static Schema.Logic logic(JsonNode node) {
        Schema.Logic logic = new Schema.Logic(
                all(node.path("allOf")),
                all(node.path("anyOf")),
                all(node.path("oneOf")),
                node.path("not").isObject() ? parse("", node.path("not")) : null);
        return logic.isEmpty() ? Schema.Logic.NONE : logic;
    }

    private static List<Schema> all(JsonNode nodes) {
        List<Schema> schemas = new ArrayList<>();
        nodes.forEach(node -> schemas.add(parse("", node)));
        return schemas;
    }

    private static Set<String> strings(JsonNode nodes) {
        Set<String> strings = new java.util.TreeSet<>();
        nodes.forEach(node -> strings.add(node.asText()));
        return strings;
    }

    private static Set<String> texts(JsonNode nodes) {
        Set<String> texts = new HashSet<>();
        nodes.forEach(node -> texts.add(JsonTree.write(node)));
        return texts;
    }

    private static @Nullable Long number(JsonNode node) {
        return node.isNumber() ? node.asLong() : null;
    }

    private static @Nullable Double decimal(JsonNode node) {
        return node.isNumber() ? node.asDouble() : null;
    }
}
