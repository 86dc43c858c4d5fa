package dev.auditflow.yaml;

import java.util.List;
import java.util.Optional;

/** A mapping in source order. Keys are unique: the reader reports duplicates and keeps the last value. */
public record MapNode(List<Entry> entries, Mark mark) implements Node {
    public MapNode {
        entries = List.copyOf(entries);
    }

    /** One key with its value; the key is a string as JSON has it, {@code keyMark} says where it stands. */
    public record Entry(String key, Mark keyMark, Node value) {}

    /** The value under {@code key}, empty if the key is absent; a present null is a {@link ScalarNode}. */
    public Optional<Node> get(String key) {
        return entry(key).map(Entry::value);
    }

    /** The entry under {@code key}, empty if absent. */
    public Optional<Entry> entry(String key) {
        for (Entry entry : entries) {
            if (entry.key().equals(key)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** The mapping under {@code key}, empty if absent or not a mapping. */
    public Optional<MapNode> map(String key) {
        return get(key).filter(MapNode.class::isInstance).map(MapNode.class::cast);
    }

    /** The list under {@code key}, empty if absent or not a list. */
    public Optional<ListNode> list(String key) {
        return get(key).filter(ListNode.class::isInstance).map(ListNode.class::cast);
    }

    /** The string under {@code key}, empty if absent or not a string. */
    public Optional<String> string(String key) {
        return get(key).filter(n -> n instanceof ScalarNode s && s.kind() == ScalarNode.Kind.STRING)
                .map(n -> ((ScalarNode) n).text());
    }
}
