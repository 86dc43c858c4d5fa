package dev.auditflow.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.JsonTree;
import java.util.List;
import java.util.Optional;

/**
 * Ways of FieldsV1 in an object (sigs.k8s.io/structured-merge-diff): {@code f:} a key, {@code k:} an item by its keys, {@code v:} an
 * item by its value, {@code i:} an item by its place.
 */
final class FieldWays {
    private FieldWays() {}

    /** Where a way leads in an object; empty if that is not there. */
    static Optional<FieldPath> in(JsonNode object, List<String> way) {
        FieldPath path = FieldPath.root();
        JsonNode node = object;
        for (String step : way) {
            if (step.length() < 2) {
                return Optional.empty();
            }
            String rest = step.substring(2);
            if (step.startsWith("f:")) {
                path = path.key(rest);
                node = node.path(rest);
            } else {
                int index = index(node, step.charAt(0), rest);
                path = path.index(index);
                node = node.path(index);
            }
            if (node.isMissingNode()) {
                return Optional.empty();
            }
        }
        return Optional.of(path);
    }

    private static int index(JsonNode list, char kind, String text) {
        try {
            JsonNode wanted = JsonTree.readStrictly(text);
            if (kind == 'i') {
                return wanted.asInt(-1);
            }
            for (int i = 0; i < list.size(); i++) {
                if (kind == 'v' ? list.get(i).equals(wanted) : has(list.get(i), wanted)) {
                    return i;
                }
            }
        } catch (JsonProcessingException e) {
            // A way that cannot be read leads nowhere.
        }
        return -1;
    }

    private static boolean has(JsonNode item, JsonNode keys) {
        return keys.properties().stream()
                .allMatch(key -> item.path(key.getKey()).equals(key.getValue()));
    }

    /** Takes a field or an item away. */
    static void remove(JsonNode object, FieldPath path) {
        JsonNode parent = at(object, path.parent());
        switch (path.steps().getLast()) {
            case FieldPath.Step.Key(String name) when parent instanceof ObjectNode map -> map.remove(name);
            case FieldPath.Step.Index(int index) when parent instanceof ArrayNode list -> list.remove(index);
            default -> {}
        }
    }

    /** What stands at a path; missing if nothing does. */
    static JsonNode at(JsonNode object, FieldPath path) {
        JsonNode node = object;
        for (FieldPath.Step step : path.steps()) {
            node = switch (step) {
                case FieldPath.Step.Key(String name) -> node.path(name);
                case FieldPath.Step.Index(int index) -> node.path(index);
            };
        }
        return node;
    }
}
