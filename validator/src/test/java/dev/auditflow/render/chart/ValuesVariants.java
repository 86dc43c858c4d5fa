package dev.auditflow.render.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Other values for a chart, made from those it has: switches turned, empty values filled, keys set to null or to values
 * of a wrong type, and all of that mixed. The same chart and seed give the same variants.
 */
public final class ValuesVariants {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MIXED = 12;

    private final Random random;
    private final List<Place> places = new ArrayList<>();
    private final List<Variant> variants = new ArrayList<>();

    private ValuesVariants(ObjectNode defaults, long seed) {
        this.random = new Random(seed);
        collect(defaults, List.of());
    }

    /**
     * What to render a chart with.
     *
     * @param name says what was done, for people
     * @param values a values file, JSON; empty for none
     * @param set expressions for {@code --set}
     * @param setString expressions for {@code --set-string}
     * @param setJson expressions for {@code --set-json}
     */
    public record Variant(String name, String values, List<String> set, List<String> setString, List<String> setJson) {}

    private record Place(List<String> path, JsonNode value) {
        String dotted() {
            return String.join(".", path);
        }

        String key() {
            return path.getLast();
        }

        /** The place as {@code --set} wants it. */
        String expression() {
            List<String> steps = path.stream()
                    .map(step -> step.replaceAll("[\\\\.,=\\[\\]]", "\\\\$0"))
                    .toList();
            return String.join(".", steps);
        }
    }

    /** The variants of a chart, those that change much first; none when its values cannot be read. */
    public static List<Variant> of(Path chart, long seed) {
        try {
            Chart loaded = ChartLoader.load(chart);
            JsonNode defaults = ValuesJson.tree(Coalesce.keepingNulls(loaded, Val.table()));
            ValuesVariants maker = new ValuesVariants((ObjectNode) defaults, seed);
            maker.together();
            maker.mixtures();
            Collections.shuffle(maker.variants, maker.random);
            maker.oneByOne();
            return maker.variants;
        } catch (ChartProblem _) {
            return List.of();
        }
    }

    private void collect(ObjectNode node, List<String> path) {
        node.properties().forEach(entry -> {
            List<String> below = new ArrayList<>(path);
            below.add(entry.getKey());
            places.add(new Place(List.copyOf(below), entry.getValue()));
            if (entry.getValue() instanceof ObjectNode table) {
                collect(table, below);
            }
        });
    }

    private void together() {
        all("all switches on", place -> place.value().isBoolean(), _ -> NODES.booleanNode(true));
        all("all switches off", place -> place.value().isBoolean(), _ -> NODES.booleanNode(false));
        all("all switches turned", place -> place.value().isBoolean(), ValuesVariants::turned);
        all("all empty mappings filled", place -> isEmpty(place.value(), "{}"), ValuesVariants::filled);
        all("all empty lists filled", place -> isEmpty(place.value(), "[]"), ValuesVariants::filled);
        all("all empty strings and nulls filled", place -> isBlank(place.value()), ValuesVariants::filled);
        all(
                "all switches on, all empty values filled",
                place -> place.value().isBoolean() || isFillable(place.value()),
                place -> place.value().isBoolean() ? NODES.booleanNode(true) : filled(place));
        all("all strings awkward", place -> place.value().isTextual(), _ -> awkward());
        all(
                "all numbers larger",
                place -> place.value().isNumber(),
                place -> NODES.numberNode(place.value().asLong() + 3));
    }

    private void oneByOne() {
        List<Variant> some = new ArrayList<>();
        for (Place place : places) {
            if (place.value().isBoolean()) {
                some.add(single("turned ", place, turned(place)));
                some.add(flags("--set ", place, !place.value().booleanValue() + ""));
            } else if (isFillable(place.value())) {
                some.add(single("filled ", place, filled(place)));
            } else {
                some.add(single("changed ", place, changed(place)));
            }
            some.add(single("null ", place, NODES.nullNode()));
            some.add(single("of another type ", place, mistyped(place.value())));
            some.add(flags("--set null ", place, "null"));
            some.add(flag(place));
        }
        Collections.shuffle(some, random);
        variants.addAll(some);
    }

    private void mixtures() {
        for (int i = 0; i < MIXED && !places.isEmpty(); i++) {
            Map<Place, JsonNode> chosen = new LinkedHashMap<>();
            for (int j = random.nextInt(3, 40); j > 0; j--) {
                Place place = places.get(random.nextInt(places.size()));
                chosen.put(place, place.value().isBoolean() ? turned(place) : anything(place));
            }
            variants.add(file("mixture " + (i + 1), chosen));
        }
    }

    private JsonNode anything(Place place) {
        return switch (random.nextInt(12)) {
            case 0 -> NODES.nullNode();
            case 1 -> mistyped(place.value());
            case 2, 3, 4, 5 -> changed(place);
            default -> isFillable(place.value()) ? filled(place) : place.value();
        };
    }

    private void all(String name, Predicate<Place> which, Function<Place, JsonNode> value) {
        Map<Place, JsonNode> chosen = new LinkedHashMap<>();
        places.stream().filter(which).forEach(place -> chosen.put(place, value.apply(place)));
        if (!chosen.isEmpty()) {
            variants.add(file(name, chosen));
        }
    }

    private Variant single(String did, Place place, JsonNode value) {
        return file(did + place.dotted(), Map.of(place, value));
    }

    private Variant file(String name, Map<Place, JsonNode> changes) {
        ObjectNode root = NODES.objectNode();
        changes.forEach((place, value) -> put(root, place.path(), value));
        return new Variant(name, root.toString(), List.of(), List.of(), List.of());
    }

    private static void put(ObjectNode root, List<String> path, JsonNode value) {
        ObjectNode at = root;
        for (String step : path.subList(0, path.size() - 1)) {
            JsonNode below = at.get(step);
            at = below instanceof ObjectNode table ? table : at.putObject(step);
        }
        at.set(path.getLast(), value);
    }

    private static Variant flags(String name, Place place, String value) {
        return new Variant(name + place.dotted(), "", List.of(place.expression() + "=" + value), List.of(), List.of());
    }

    private Variant flag(Place place) {
        String at = place.expression();
        return switch (random.nextInt(7)) {
            case 0 -> flags("--set list ", place, "{one,two}");
            case 1 -> flags("--set number ", place, String.valueOf(random.nextInt(100_000)));
            case 2 -> flags("--set item ", place, "x,%s[1]=y".formatted(at));
            case 3 -> flags("--set below ", place, "x,%s.some.key=y".formatted(at));
            case 4 ->
                new Variant("--set-string " + place.dotted(), "", List.of(), List.of(at + "=" + "true"), List.of());
            case 5 ->
                new Variant(
                        "--set-json " + place.dotted(), "", List.of(), List.of(), List.of(at + "=" + filled(place)));
            default ->
                new Variant("--set item " + place.dotted(), "", List.of(at + "[0].name=x"), List.of(), List.of());
        };
    }

    private static JsonNode turned(Place place) {
        return NODES.booleanNode(!place.value().booleanValue());
    }

    private JsonNode changed(Place place) {
        JsonNode value = place.value();
        if (value.isBoolean()) {
            return turned(place);
        }
        if (value.isNumber()) {
            return switch (random.nextInt(5)) {
                case 0 -> NODES.numberNode(0);
                case 1 -> NODES.numberNode(value.asDouble() + 0.5);
                case 2 -> NODES.numberNode(12_345_678_901L);
                case 3 -> NODES.numberNode(-1);
                default -> NODES.numberNode(value.asLong() + 1);
            };
        }
        if (value.isTextual()) {
            return random.nextInt(3) == 0 ? NODES.textNode("") : awkward();
        }
        if (value instanceof ArrayNode list && !list.isEmpty()) {
            ArrayNode more = list.deepCopy();
            return random.nextBoolean() ? NODES.arrayNode() : more.add(list.get(0));
        }
        return filled(place);
    }

    private JsonNode awkward() {
        List<String> texts = List.of(
                "true",
                "0123",
                "1e3",
                "a: b # c",
                "it's",
                "\"quoted\"",
                "line one\nline two\n",
                "ключ ☃ 😀",
                "- x",
                "~",
                "{{ .Release.Name }}-x",
                "{{ .Values.nowhere.below }}",
                "{{ broken",
                "1.20",
                "%s",
                "*",
                "a\tb",
                "");
        return NODES.textNode(texts.get(random.nextInt(texts.size())));
    }

    private JsonNode mistyped(JsonNode value) {
        List<JsonNode> others = List.of(
                NODES.textNode("text"),
                NODES.numberNode(7),
                NODES.booleanNode(true),
                NODES.arrayNode().add("item"),
                NODES.objectNode().put("key", "value"));
        JsonNode other = others.get(random.nextInt(others.size()));
        return other.getNodeType() == value.getNodeType()
                ? NODES.arrayNode().add(1).add(2)
                : other;
    }

    private static boolean isFillable(JsonNode value) {
        return isBlank(value) || isEmpty(value, "{}") || isEmpty(value, "[]");
    }

    private static boolean isBlank(JsonNode value) {
        return value.isNull() || (value.isTextual() && value.textValue().isEmpty());
    }

    private static boolean isEmpty(JsonNode value, String json) {
        return value.isContainerNode() && value.toString().equals(json);
    }

    private static JsonNode filled(Place place) {
        JsonNode value = place.value();
        return value.isObject()
                ? PlausibleValues.mapping(place.key())
                : value.isArray() ? PlausibleValues.list(place.key()) : PlausibleValues.text(place.key());
    }
}
