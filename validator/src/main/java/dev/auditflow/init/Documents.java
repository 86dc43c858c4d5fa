package dev.auditflow.init;

import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.util.List;
import java.util.Optional;

/** What the YAML documents of a file are. */
final class Documents {
    private Documents() {}

    /** The one mapping that a file holds; empty for anything else. */
    static Optional<MapNode> mapping(String text) {
        YamlReader.Parsed parsed = YamlReader.read(text);
        boolean one = parsed.documents().size() == 1 && isReadable(parsed);
        return one && parsed.documents().getFirst() instanceof MapNode map ? Optional.of(map) : Optional.empty();
    }

    static boolean isReadable(YamlReader.Parsed parsed) {
        return parsed.faults().stream().noneMatch(fault -> fault.kind() == FaultKind.UNREADABLE);
    }

    /** Whether a text holds nothing but comments. */
    static boolean isEmpty(String text) {
        YamlReader.Parsed parsed = YamlReader.read(text);
        return isReadable(parsed) && parsed.documents().stream().allMatch(Documents::isEmpty);
    }

    static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar && scalar.isNull();
    }

    /** Whether a document says what it is, as Kubernetes' objects do. */
    static boolean isObject(Node node) {
        return node instanceof MapNode map
                && map.string("apiVersion").isPresent()
                && map.string("kind").isPresent();
    }

    static String string(MapNode map, String key) {
        return map.string(key).orElse("");
    }

    /** The strings of a list; what is no string is left out. */
    static List<String> strings(MapNode map, String key) {
        return map.list(key).map(ListNode::items).orElse(List.of()).stream()
                .filter(item -> item instanceof ScalarNode scalar && scalar.kind() == ScalarNode.Kind.STRING)
                .map(item -> ((ScalarNode) item).text())
                .toList();
    }
}
