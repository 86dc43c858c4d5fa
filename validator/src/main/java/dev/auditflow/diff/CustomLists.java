package dev.auditflow.diff;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from a CRD which lists of its objects have keys, and which are sets. */
final class CustomLists {
    private CustomLists() {}

    /** Adds the lists of a definition under {@code group/version/Kind}; any other object has none. */
    static void collect(MapNode root, Map<String, Map<String, ListRule>> into) {
        if (!root.string("kind").filter("CustomResourceDefinition"::equals).isPresent()) {
            return;
        }
        Optional<MapNode> spec = root.map("spec");
        String group = spec.flatMap(s -> s.string("group")).orElse("");
        String kind = spec.flatMap(s -> s.map("names"))
                .flatMap(names -> names.string("kind"))
                .orElse("");
        for (Node node :
                spec.flatMap(s -> s.list("versions")).map(ListNode::items).orElse(List.of())) {
            if (node instanceof MapNode version) {
                Map<String, ListRule> lists = new HashMap<>();
                version.map("schema")
                        .flatMap(schema -> schema.map("openAPIV3Schema"))
                        .ifPresent(schema -> walk(schema, new StringBuilder(), lists));
                into.put(group + "/" + version.string("name").orElse("") + "/" + kind, lists);
            }
        }
    }

    private static void walk(MapNode schema, StringBuilder path, Map<String, ListRule> lists) {
        String type = "";
        @Nullable Node items = null;
        @Nullable Node properties = null;
        for (MapNode.Entry entry : schema.entries()) {
            switch (entry.key()) {
                case "x-kubernetes-list-type" -> type = entry.value() instanceof ScalarNode scalar ? scalar.text() : "";
                case "items" -> items = entry.value();
                case "properties" -> properties = entry.value();
                default -> {}
            }
        }
        if (type.equals("set")) {
            lists.put(path.toString(), ListRule.VALUES);
        } else if (type.equals("map")) {
            lists.put(path.toString(), ListRule.keys(keys(schema), false));
        }
        if (items instanceof MapNode below) {
            walk(below, path, lists);
        }
        if (properties instanceof MapNode fields) {
            fields(fields, path, lists);
        }
    }

    private static void fields(MapNode properties, StringBuilder path, Map<String, ListRule> lists) {
        int length = path.length();
        for (MapNode.Entry property : properties.entries()) {
            if (property.value() instanceof MapNode below) {
                walk(below, path.append(length == 0 ? "" : ".").append(property.key()), lists);
                path.setLength(length);
            }
        }
    }

    private static List<String> keys(MapNode schema) {
        MapNode properties = schema.map("items")
                .flatMap(items -> items.map("properties"))
                .orElseGet(() -> new MapNode(List.of(), schema.mark()));
        return schema.list("x-kubernetes-list-map-keys").map(ListNode::items).orElse(List.of()).stream()
                .map(key -> key instanceof ScalarNode scalar ? scalar.text() : "")
                .map(key -> key + defaultOf(properties, key))
                .toList();
    }

    private static String defaultOf(MapNode properties, String key) {
        return properties
                .map(key)
                .flatMap(property -> property.get("default"))
                .map(value -> value instanceof ScalarNode scalar ? "=" + scalar.text() : "")
                .orElse("");
    }
}
