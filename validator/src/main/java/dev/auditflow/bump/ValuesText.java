package dev.auditflow.bump;

import dev.auditflow.config.ConfigException;
import dev.auditflow.host.TextFiles;
import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A values file: one YAML document, as text and as nodes.
 *
 * @param name the file, as messages name it
 */
record ValuesText(String name, String text, MapNode root) {
    /** Reads a file. @throws ConfigException if it cannot be read, or is not one mapping */
    static ValuesText read(Path file) throws ConfigException {
        try {
            return of(file.toString(), TextFiles.read(file));
        } catch (TextFiles.Unusable e) {
            throw new ConfigException(e.sentence());
        }
    }

    static ValuesText of(String name, String text) throws ConfigException {
        YamlReader.Parsed parsed = YamlReader.read(text);
        for (YamlReader.Fault fault : parsed.faults()) {
            if (fault.kind() == FaultKind.UNREADABLE || fault.kind() == FaultKind.DUPLICATE_KEY) {
                throw new ConfigException(
                        "%s:%d: %s".formatted(name, fault.mark().line(), fault.message()));
            }
        }
        if (parsed.documents().size() > 1) {
            throw new ConfigException(
                    "%s:%d: the file holds %d YAML documents, and Helm reads the first alone; keep one"
                            .formatted(
                                    name,
                                    parsed.documents().get(1).mark().line(),
                                    parsed.documents().size()));
        }
        Node root =
                parsed.documents().isEmpty() ? nothing() : parsed.documents().getFirst();
        return switch (root) {
            case MapNode map -> new ValuesText(name, text, map);
            case ScalarNode scalar when scalar.isNull() -> new ValuesText(name, text, nothing());
            default -> throw new ConfigException(name + " holds no mapping, so it is no file of values");
        };
    }

    private static MapNode nothing() {
        return new MapNode(List.of(), new Mark(1, 1, 0, 0));
    }

    /** What stands at a path, aliases and merge keys followed; empty if nothing does. */
    Optional<Node> at(FieldPath path) {
        Optional<Node> node = Optional.of(root);
        for (FieldPath.Step step : path.steps()) {
            node = node.filter(MapNode.class::isInstance)
                    .flatMap(map -> step instanceof FieldPath.Step.Key(String key)
                            ? ((MapNode) map).get(key)
                            : Optional.empty());
        }
        return node;
    }

    /**
     * The text with one scalar replaced: all other characters are as they were, and read anew, all other values are too.
     *
     * @throws ConfigException if that cannot be done exactly; it says why and where
     */
    ValuesText with(FieldPath path, String value) throws ConfigException {
        int line = at(path).map(node -> node.mark().line()).orElse(1);
        try {
            ScalarPlace place = ScalarFinder.find(text, path)
                    .orElseThrow(() -> new ScalarPlace.Inexact("is not in this file; add it there first"));
            line = place.line();
            ValuesText after = of(name, place.replaced(text, value));
            if (!differsOnlyAt(root, after.root, FieldPath.root(), Map.of(path, value))) {
                throw new ScalarPlace.Inexact("is used in another place too, by an anchor; write both out");
            }
            return after;
        } catch (ScalarPlace.Inexact e) {
            throw new ConfigException("%s:%d: %s %s. Nothing was changed".formatted(name, line, path, e.getMessage()));
        }
    }

    private static boolean differsOnlyAt(Node before, Node after, FieldPath path, Map<FieldPath, String> changed) {
        if (changed.containsKey(path)) {
            return after instanceof ScalarNode scalar
                    && scalar.kind() == ScalarNode.Kind.STRING
                    && scalar.text().equals(changed.get(path));
        }
        return switch (before) {
            case MapNode map
            when after instanceof MapNode other
                    && map.entries().size() == other.entries().size() -> {
                for (int i = 0; i < map.entries().size(); i++) {
                    MapNode.Entry one = map.entries().get(i);
                    MapNode.Entry two = other.entries().get(i);
                    if (!one.key().equals(two.key())
                            || !differsOnlyAt(one.value(), two.value(), path.key(one.key()), changed)) {
                        yield false;
                    }
                }
                yield true;
            }
            case ListNode list
            when after instanceof ListNode other
                    && list.items().size() == other.items().size() -> {
                for (int i = 0; i < list.items().size(); i++) {
                    if (!differsOnlyAt(list.items().get(i), other.items().get(i), path.index(i), changed)) {
                        yield false;
                    }
                }
                yield true;
            }
            case ScalarNode scalar
            when after instanceof ScalarNode other ->
                scalar.kind() == other.kind() && scalar.text().equals(other.text());
            default -> false;
        };
    }
}
