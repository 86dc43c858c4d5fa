package dev.auditflow.check.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Objects with one thing changed at a place that a seed chooses: what people get wrong, and what nobody would write. */
public final class Mutants {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** By name: what becomes of a value; empty if it does not suit that value. */
    private static final Map<String, Function<JsonNode, Optional<JsonNode>>> VALUES = values();

    private Mutants() {}

    /**
     * A changed object.
     *
     * @param mutation what was done
     * @param place where, for people
     */
    public record Mutant(String mutation, String place, ObjectNode object) {}

    private static Map<String, Function<JsonNode, Optional<JsonNode>>> values() {
        Map<String, Function<JsonNode, Optional<JsonNode>>> all = new LinkedHashMap<>();
        all.put("null", _ -> Optional.of(JSON.nullNode()));
        all.put("in-a-list", node -> Optional.of(JSON.arrayNode().add(node)));
        all.put("in-a-map", node -> Optional.of(JSON.objectNode().set("value", node)));
        all.put("number-for-string", node -> when(node.isTextual(), JSON.numberNode(42)));
        all.put("true-for-string", node -> when(node.isTextual(), JSON.booleanNode(true)));
        all.put("string-for-number", node -> when(node.isNumber(), JSON.textNode(node.asText())));
        all.put("word-for-number", node -> when(node.isNumber(), JSON.textNode("many")));
        all.put("string-for-boolean", node -> when(node.isBoolean(), JSON.textNode(node.asText())));
        all.put("fraction", node -> when(node.isInt(), JSON.numberNode(1.5)));
        all.put("negative", node -> when(node.isInt(), JSON.numberNode(-1)));
        all.put("zero", node -> when(node.isInt(), JSON.numberNode(0)));
        all.put("seventy-thousand", node -> when(node.isInt(), JSON.numberNode(70_000)));
        all.put("beyond-int32", node -> when(node.isInt(), JSON.numberNode(3_000_000_000L)));
        all.put("empty-string", node -> when(node.isTextual(), JSON.textNode("")));
        all.put("spaces", node -> when(node.isTextual(), JSON.textNode("two words")));
        all.put(
                "capitals",
                node -> when(node.isTextual(), JSON.textNode(node.asText().toUpperCase(java.util.Locale.ROOT))));
        all.put("underscore", node -> when(node.isTextual(), JSON.textNode(node.asText() + "_")));
        all.put("leading-dash", node -> when(node.isTextual(), JSON.textNode("-" + node.asText())));
        all.put("slashes", node -> when(node.isTextual(), JSON.textNode("a/b/c")));
        all.put("dots", node -> when(node.isTextual(), JSON.textNode("../" + node.asText())));
        all.put("sixteen-letters", node -> when(node.isTextual(), JSON.textNode("abcdefghijklmnop")));
        all.put("sixty-four-letters", node -> when(node.isTextual(), JSON.textNode("x".repeat(64))));
        all.put("three-hundred-letters", node -> when(node.isTextual(), JSON.textNode("y".repeat(300))));
        all.put("umlaut", node -> when(node.isTextual(), JSON.textNode("größe")));
        all.put("quantity", node -> when(node.isTextual(), JSON.textNode("100Mi")));
        all.put("other-word", node -> when(node.isTextual(), JSON.textNode("Sometimes")));
        all.put("negated", node -> when(node.isBoolean(), JSON.booleanNode(!node.asBoolean())));
        all.put("empty-list", node -> when(node.isArray(), JSON.arrayNode()));
        all.put("empty-map", node -> when(node.isObject(), JSON.objectNode()));
        all.put("list-for-map", node -> when(node.isObject(), JSON.arrayNode()));
        all.put("map-for-list", node -> when(node.isArray(), JSON.objectNode()));
        all.put("item-twice", Mutants::itemTwice);
        all.put("item-missing", Mutants::itemMissing);
        return all;
    }

    private static Optional<JsonNode> when(boolean suits, JsonNode value) {
        return suits ? Optional.of(value) : Optional.empty();
    }

    private static Optional<JsonNode> itemTwice(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return Optional.empty();
        }
        ArrayNode twice = node.deepCopy();
        return Optional.of(twice.add(twice.get(0).deepCopy()));
    }

    private static Optional<JsonNode> itemMissing(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return Optional.empty();
        }
        ArrayNode without = node.deepCopy();
        without.remove(0);
        return Optional.of(without);
    }

    /** Mutants of an object: {@code count} of them, the same for the same seed. */
    public static List<Mutant> of(ObjectNode object, int count, long seed) {
        Random random = new Random(seed);
        List<Mutant> mutants = new ArrayList<>();
        for (int tries = 0; tries < 20 * count && mutants.size() < count; tries++) {
            ObjectNode copy = object.deepCopy();
            List<Spot> spots = new ArrayList<>();
            collect(copy, "", spots);
            Spot spot = spots.get(random.nextInt(spots.size()));
            mutate(spot, random).ifPresent(mutation -> mutants.add(new Mutant(mutation, spot.path(), copy)));
        }
        return mutants;
    }

    /** A key of a mapping or an item of a list. */
    private record Spot(JsonNode parent, String key, int index, String path) {
        JsonNode value() {
            return parent instanceof ObjectNode map ? map.get(key) : parent.get(index);
        }

        void set(JsonNode value) {
            if (parent instanceof ObjectNode map) {
                map.set(key, value);
            } else {
                ((ArrayNode) parent).set(index, value);
            }
        }
    }

    private static void collect(JsonNode node, String path, List<Spot> spots) {
        if (node instanceof ObjectNode map) {
            map.properties().forEach(entry -> {
                // Another version or kind is another object, and status is not the user's.
                boolean outside = path.isEmpty()
                        && List.of("apiVersion", "kind", "status").contains(entry.getKey());
                if (!outside) {
                    String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                    spots.add(new Spot(map, entry.getKey(), 0, at));
                    collect(entry.getValue(), at, spots);
                }
            });
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                String at = path + "[" + i + "]";
                spots.add(new Spot(list, "", i, at));
                collect(list.get(i), at, spots);
            }
        }
    }

    private static Optional<String> mutate(Spot spot, Random random) {
        int choice = random.nextInt(VALUES.size() + 8);
        if (choice >= VALUES.size()) {
            return spot.parent() instanceof ObjectNode map ? reshape(map, spot.key(), choice % 4) : Optional.empty();
        }
        Map.Entry<String, Function<JsonNode, Optional<JsonNode>>> mutation =
                List.copyOf(VALUES.entrySet()).get(choice);
        return mutation.getValue()
                .apply(spot.value())
                .filter(value -> !value.equals(spot.value()))
                .map(value -> {
                    spot.set(value);
                    return mutation.getKey();
                });
    }

    private static Optional<String> reshape(ObjectNode map, String key, int how) {
        JsonNode value = map.get(key);
        switch (how) {
            case 0 -> map.remove(key);
            case 1 -> {
                map.remove(key);
                map.set(key + "x", value);
            }
            case 2 -> {
                map.remove(key);
                map.set(key.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + key.substring(1), value);
            }
            default -> map.set("another", value.deepCopy());
        }
        return Optional.of(
                List.of("removed", "misspelt", "capital-key", "unknown-key").get(how));
    }

    /** An object of YAML documents, as JSON; nothing for those that hold none. */
    public static Optional<ObjectNode> parse(byte[] json) {
        try {
            return Optional.of(new ObjectMapper().readTree(json))
                    .filter(ObjectNode.class::isInstance)
                    .map(ObjectNode.class::cast);
        } catch (java.io.IOException e) {
            return Optional.empty();
        }
    }
}
