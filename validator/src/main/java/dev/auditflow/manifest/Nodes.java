package dev.auditflow.manifest;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks nodes up by path. */
final class Nodes {
    private Nodes() {}

    static Optional<Node> at(Node root, FieldPath path) {
        Optional<Node> node = Optional.of(root);
        for (FieldPath.Step step : path.steps()) {
            node = node.flatMap(n -> child(n, step));
        }
        return node;
    }

    /** Where {@code path} starts: its key if it is a field, its item in a list, else the nearest enclosing node. */
    static Mark nearestMark(Node root, FieldPath path) {
        Node node = root;
        Mark mark = root.mark();
        for (FieldPath.Step step : path.steps()) {
            Optional<Node> next = child(node, step);
            if (next.isEmpty()) {
                return mark;
            }
            mark = step instanceof FieldPath.Step.Key key && node instanceof MapNode map
                    ? map.entry(key.name()).orElseThrow().keyMark()
                    : next.get().mark();
            node = next.get();
        }
        return mark;
    }

    /**
     * A stretch of text that stands for a node.
     *
     * @param quoted whether the first and the last character may be quotes, which say nothing about the value
     */
    record Extent(int from, int to, boolean quoted) {
        static Extent of(Mark mark) {
            return new Extent(mark.offset(), Math.max(mark.end(), mark.offset() + 1), false);
        }
    }

    /**
     * The text of the value at {@code path}: a scalar itself, the key of a block, the first key of a list's item. For a
     * missing field it is that of the nearest enclosing node.
     */
    static Extent extent(Node root, FieldPath path) {
        Node node = root;
        @Nullable Mark key = null;
        for (FieldPath.Step step : path.steps()) {
            Optional<Node> next = child(node, step);
            if (next.isEmpty()) {
                break;
            }
            key = step instanceof FieldPath.Step.Key(String name) && node instanceof MapNode map
                    ? map.entry(name).orElseThrow().keyMark()
                    : null;
            node = next.get();
        }
        if (node instanceof ScalarNode scalar
                && scalar.mark().end() > scalar.mark().offset()) {
            return new Extent(scalar.mark().offset(), scalar.mark().end(), !scalar.plain());
        }
        return key == null ? first(node) : Extent.of(key);
    }

    /** Where a block without a key begins. */
    private static Extent first(Node node) {
        return switch (node) {
            case MapNode map
            when !map.entries().isEmpty() -> Extent.of(map.entries().getFirst().keyMark());
            case ListNode list
            when !list.items().isEmpty() -> first(list.items().getFirst());
            default -> Extent.of(node.mark());
        };
    }

    private static Optional<Node> child(Node node, FieldPath.Step step) {
        return switch (step) {
            case FieldPath.Step.Key key when node instanceof MapNode map -> map.get(key.name());
            case FieldPath.Step.Index index
            when node instanceof ListNode list
                    && index.value() >= 0
                    && index.value() < list.items().size() ->
                Optional.of(list.items().get(index.value()));
            default -> Optional.empty();
        };
    }
}
