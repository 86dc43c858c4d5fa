package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.Map;

/** How messages speak of nodes, their types and their places. */
final class Wording {
    private Wording() {}

    /** As schemas name the type of a node. */
    static String typeOf(Node node) {
        return switch (node) {
            case MapNode _ -> "object";
            case ListNode _ -> "array";
            case ScalarNode scalar ->
                switch (scalar.kind()) {
                    case STRING -> "string";
                    case BOOLEAN -> "boolean";
                    case INTEGER -> "integer";
                    case FLOAT -> "number";
                    case NULL -> "null";
                };
        };
    }

    static String article(String type) {
        return Map.of(
                        "object", "a mapping",
                        "array", "a list",
                        "string", "a string",
                        "integer", "a whole number",
                        "number", "a number",
                        "boolean", "true or false")
                .getOrDefault(type, type);
    }

    static String shown(Node node) {
        return switch (node) {
            case MapNode _ -> "a mapping";
            case ListNode _ -> "a list";
            case ScalarNode scalar
            when scalar.kind() == ScalarNode.Kind.STRING -> "the string \"" + shortened(scalar.text()) + "\"";
            case ScalarNode scalar -> scalar.text();
        };
    }

    private static String shortened(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    static String last(FieldPath path) {
        if (path.isRoot()) {
            return "the object";
        }
        return switch (path.steps().getLast()) {
            case FieldPath.Step.Key key -> key.name();
            case FieldPath.Step.Index _ ->
                path.steps().size() > 1 && path.steps().get(path.steps().size() - 2) instanceof FieldPath.Step.Key list
                        ? "an entry of " + list.name()
                        : "the entry";
        };
    }
}
