package dev.auditflow.render.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Values as JSON, and back. */
final class ValuesJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ValuesJson() {}

    /** Whole float64 numbers become integers where they are exact, as JSON Schema counts them. */
    static JsonNode tree(Val value) {
        return switch (value.data()) {
            case null -> NODES.nullNode();
            case Boolean flag -> NODES.booleanNode(flag);
            case Long number -> NODES.numberNode(number);
            case Double number
            when number == Math.rint(number) && Math.abs(number) < 9e15 -> NODES.numberNode(number.longValue());
            case Double number -> NODES.numberNode(number);
            case String text -> NODES.textNode(text);
            default -> value.isList() ? list(value) : table(value);
        };
    }

    /** JSON as values: numbers are float64. */
    static Val read(JsonNode node, String file, String path) {
        Val.SetBy by = new Val.SetBy(file, 0, path, "");
        if (node.isObject()) {
            Map<String, Val> table = Val.newTable();
            node.properties()
                    .forEach(entry -> table.put(
                            entry.getKey(),
                            read(
                                    entry.getValue(),
                                    file,
                                    path.isEmpty() ? entry.getKey() : path + "." + entry.getKey())));
            return new Val(table, by);
        }
        if (node.isArray()) {
            List<Val> items = new ArrayList<>();
            node.forEach(item -> items.add(read(item, file, path + "[" + items.size() + "]")));
            return new Val(items, by);
        }
        if (node.isNumber()) {
            return new Val(node.doubleValue(), by);
        }
        if (node.isBoolean()) {
            return new Val(node.booleanValue(), by);
        }
        return new Val(node.isTextual() ? node.textValue() : null, by);
    }

    private static ArrayNode list(Val value) {
        ArrayNode array = NODES.arrayNode();
        value.items().forEach(item -> array.add(tree(item)));
        return array;
    }

    private static ObjectNode table(Val value) {
        ObjectNode object = NODES.objectNode();
        value.entries().forEach((key, child) -> object.set(key, tree(child)));
        return object;
    }
}
