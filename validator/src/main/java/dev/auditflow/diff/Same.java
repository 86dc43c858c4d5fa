package dev.auditflow.diff;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.List;

/** Nodes by what they hold, wherever they stand and in whatever order their keys are. */
record Same(Node node, int hash) {
    static Same of(Node node) {
        return new Same(node, hash(node));
    }

    static List<Same> each(List<Node> nodes) {
        return nodes.stream().map(Same::of).toList();
    }

    static boolean same(Node one, Node other) {
        return switch (one) {
            case MapNode a -> other instanceof MapNode b && sameEntries(a, b);
            case ListNode a -> other instanceof ListNode b && sameItems(a.items(), b.items());
            case ScalarNode a ->
                other instanceof ScalarNode b
                        && a.kind() == b.kind()
                        && a.text().equals(b.text());
        };
    }

    private static boolean sameEntries(MapNode a, MapNode b) {
        if (a.entries().size() != b.entries().size()) {
            return false;
        }
        for (int i = 0; i < a.entries().size(); i++) {
            MapNode.Entry entry = a.entries().get(i);
            MapNode.Entry beside = b.entries().get(i);
            Node value = beside.key().equals(entry.key())
                    ? beside.value()
                    : b.get(entry.key()).orElse(null);
            if (value == null || !same(entry.value(), value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameItems(List<Node> a, List<Node> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    static int hash(Node node) {
        return switch (node) {
            case MapNode map -> {
                int sum = 1;
                for (MapNode.Entry entry : map.entries()) {
                    int mixed = entry.key().hashCode() * 31 + hash(entry.value());
                    sum += mixed * 0x9E3779B9 ^ mixed >>> 15;
                }
                yield sum;
            }
            case ListNode list -> {
                int hash = 7;
                for (Node item : list.items()) {
                    hash = hash * 31 + hash(item);
                }
                yield hash;
            }
            case ScalarNode scalar ->
                scalar.text().hashCode() * 31 + scalar.kind().name().hashCode();
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Same that && hash == that.hash && same(node, that.node);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
