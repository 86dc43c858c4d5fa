package dev.auditflow.render.chart;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Says a violation of a schema in the words of Helm's validator. */
final class SchemaWords {
    private SchemaWords() {}

    static String of(Error error) {
        JsonNode instance = error.getInstanceNode();
        JsonNode schema = error.getSchemaNode();
        int size = instance == null
                ? 0
                : instance.isString()
                        ? instance.stringValue()
                                .codePointCount(0, instance.stringValue().length())
                        : instance.size();
        return switch (error.getKeyword()) {
            case "type" -> "got %s, want %s".formatted(type(instance), String.join(" or ", words(schema)));
            case "enum" -> values(schema);
            case "const" -> "value must be " + display(schema);
            case "pattern" -> "%s does not match pattern '%s'".formatted(display(instance), text(schema));
            case "minimum" -> "minimum: got %s, want %s".formatted(number(instance), number(schema));
            case "maximum" -> "maximum: got %s, want %s".formatted(number(instance), number(schema));
            case "exclusiveMinimum" -> "exclusiveMinimum: got %s, want %s".formatted(number(instance), number(schema));
            case "exclusiveMaximum" -> "exclusiveMaximum: got %s, want %s".formatted(number(instance), number(schema));
            case "multipleOf" -> "multipleOf: got %s, want %s".formatted(number(instance), number(schema));
            case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties" ->
                "%s: got %d, want %s".formatted(error.getKeyword(), size, number(schema));
            case "not" -> "'not' failed";
            case "anyOf" -> "'anyOf' failed";
            case "allOf" -> "'allOf' failed";
            case "oneOf" -> "'oneOf' failed, none matched";
            case "false" -> "false schema";
            case "format" -> "%s is not valid %s".formatted(display(instance), text(schema));
            default -> error.getMessage();
        };
    }

    private static String type(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return "null";
        }
        return node.isObject()
                ? "object"
                : node.isArray() ? "array" : node.isString() ? "string" : node.isBoolean() ? "boolean" : "number";
    }

    private static List<String> words(@Nullable JsonNode schema) {
        List<String> words = new ArrayList<>();
        if (schema != null && schema.isArray()) {
            schema.forEach(item -> words.add(text(item)));
        } else {
            words.add(text(schema));
        }
        return words;
    }

    private static String values(@Nullable JsonNode schema) {
        List<String> values = new ArrayList<>();
        if (schema != null) {
            schema.forEach(item -> values.add(display(item)));
        }
        return values.size() == 1
                ? "value must be " + values.getFirst()
                : "value must be one of " + String.join(", ", values);
    }

    private static String text(@Nullable JsonNode node) {
        return node == null ? "" : node.isString() ? node.stringValue() : node.toString();
    }

    private static String display(@Nullable JsonNode node) {
        return node != null && node.isString() ? "'" + node.stringValue().replace("'", "\\'") + "'" : text(node);
    }

    private static String number(@Nullable JsonNode node) {
        return text(node).replaceFirst("\\.0$", "");
    }
}
