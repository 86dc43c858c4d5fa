package dev.auditflow.manifest;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.Optional;

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

    /** The stretch of text that holds the value at {@code path}, or the mark of the nearest enclosing node. */
    static Mark nearestExtent(Node root, FieldPath path) {
        Node node = root;
        for (FieldPath.Step step : path.steps()) {
            Optional<Node> next = child(node, step);
            if (next.isEmpty()) {
                return nearestMark(root, path);
            }
            node = next.get();
        }
        return node instanceof ScalarNode scalar
                        && scalar.mark().end() > scalar.mark().offset()
                ? scalar.mark()
                : nearestMark(root, path);
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
