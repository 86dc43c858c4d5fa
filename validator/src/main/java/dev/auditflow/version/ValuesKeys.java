package dev.auditflow.version;

import dev.auditflow.config.ConfigException;
import dev.auditflow.host.TextFiles;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What may be set in a chart, as dotted paths: by its values.schema.json, or by its values.yaml where there is none. */
final class ValuesKeys {
    private static final List<String> COMBINED = List.of("allOf", "anyOf", "oneOf");
    private final Set<String> keys = new TreeSet<>();
    private final Deque<String> entered = new ArrayDeque<>();
    private final Node root;

    private ValuesKeys(Node root) {
        this.root = root;
    }

    /** Whether a chart has a schema. */
    static boolean hasSchema(Path chart) {
        return Files.exists(chart.resolve("values.schema.json"));
    }

    /** The keys that the schema of a chart names. @throws ConfigException if it cannot be read */
    static Set<String> ofSchema(Path chart) throws ConfigException {
        Node root = read(chart.resolve("values.schema.json"));
        ValuesKeys found = new ValuesKeys(root);
        found.schema(root, "");
        return found.keys;
    }

    /** The keys of the default values of a chart; none if it has no file of them. @throws ConfigException if it cannot be read */
    static Set<String> ofDefaults(Path chart) throws ConfigException {
        Path file = chart.resolve("values.yaml");
        if (!Files.exists(file)) {
            return Set.of();
        }
        Node root = read(file);
        ValuesKeys found = new ValuesKeys(root);
        found.values(root, "");
        return found.keys;
    }

    private void values(Node node, String prefix) {
        if (node instanceof MapNode map) {
            for (MapNode.Entry entry : map.entries()) {
                keys.add(prefix + entry.key());
                values(entry.value(), prefix + entry.key() + ".");
            }
        }
    }

    private void schema(Node node, String prefix) {
        if (!(node instanceof MapNode map)) {
            return;
        }
        map.map("properties").ifPresent(properties -> {
            for (MapNode.Entry entry : properties.entries()) {
                keys.add(prefix + entry.key());
                schema(entry.value(), prefix + entry.key() + ".");
            }
        });
        map.get("items").ifPresent(items -> schema(items, prefix + "[]."));
        map.get("additionalProperties").ifPresent(others -> schema(others, prefix + "*."));
        for (String keyword : COMBINED) {
            map.list(keyword).map(ListNode::items).orElse(List.of()).forEach(item -> schema(item, prefix));
        }
        // A schema that holds itself has paths without end; within itself it is not entered again.
        Optional<String> reference = map.string("$ref").filter(name -> !entered.contains(name));
        if (reference.isPresent()) {
            entered.push(reference.get());
            target(reference.get()).ifPresent(target -> schema(target, prefix));
            entered.pop();
        }
    }

    /** What {@code #/$defs/name} names; nothing for other files, whose keys are not this chart's. */
    private Optional<Node> target(String reference) {
        if (!reference.startsWith("#")) {
            return Optional.empty();
        }
        Optional<Node> node = Optional.of(root);
        for (String step : reference.substring(1).split("/", -1)) {
            String key = step.replace("~1", "/").replace("~0", "~");
            node = step.isEmpty()
                    ? node
                    : node.filter(MapNode.class::isInstance).flatMap(map -> ((MapNode) map).get(key));
        }
        return node;
    }

    private static Node read(Path file) throws ConfigException {
        try {
            YamlReader.Parsed parsed = YamlReader.read(TextFiles.read(file));
            if (parsed.documents().isEmpty()) {
                return new MapNode(List.of(), new Mark(1, 1, 0, 0));
            }
            return parsed.documents().getFirst();
        } catch (TextFiles.Unusable e) {
            throw new ConfigException(e.sentence());
        }
    }
}
