package dev.auditflow.diff;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes the new object from the old one and its changes, by nothing else: changes that say too little show here. */
final class Applied {
    private final List<Change> changes;

    private Applied(List<Change> changes) {
        this.changes = changes;
    }

    static Node to(Node before, List<Change> changes) {
        return new Applied(changes).node(before, FieldPath.root(), FieldPath.root());
    }

    private Node node(Node before, FieldPath old, FieldPath now) {
        Optional<Node> other = changes.stream()
                .filter(change -> change instanceof Change.Replaced
                        && change.oldPath().equals(old)
                        && change.newPath().equals(now))
                .map(change -> ((Change.Replaced) change).after())
                .findFirst();
        if (other.isPresent()) {
            return other.get();
        }
        return switch (before) {
            case MapNode map -> map(map, old, now);
            case ListNode list -> list(list, old, now);
            default -> before;
        };
    }

    private Node map(MapNode map, FieldPath old, FieldPath now) {
        List<MapNode.Entry> entries = new ArrayList<>();
        for (MapNode.Entry entry : map.entries()) {
            if (!isRemoved(old.key(entry.key()))) {
                Node value = node(entry.value(), old.key(entry.key()), now.key(entry.key()));
                entries.add(new MapNode.Entry(entry.key(), entry.keyMark(), value));
            }
        }
        for (Change change : changes) {
            if (change instanceof Change.Added added
                    && !now.equals(added.newPath())
                    && added.newPath().parent().equals(now)
                    && added.newPath().steps().getLast() instanceof FieldPath.Step.Key(String name)) {
                entries.add(new MapNode.Entry(name, map.mark(), added.after()));
            }
        }
        return new MapNode(entries, map.mark());
    }

    private Node list(ListNode list, FieldPath old, FieldPath now) {
        int kept = 0;
        for (int i = 0; i < list.items().size(); i++) {
            kept += isRemoved(old.index(i)) ? 0 : 1;
        }
        List<Change.Added> added = changes.stream()
                .filter(change -> change instanceof Change.Added add
                        && !add.newPath().isRoot()
                        && add.newPath().parent().equals(now)
                        && add.newPath().steps().getLast() instanceof FieldPath.Step.Index)
                .map(change -> (Change.Added) change)
                .toList();
        Node[] items = new Node[kept + added.size()];
        added.forEach(add -> items[index(add.newPath())] = add.after());
        int[] places = places(list, old, now, items);
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                items[places[i]] = node(list.items().get(i), old.index(i), now.index(places[i]));
            }
        }
        return new ListNode(Arrays.asList(items), list.mark());
    }

    /** Where each item goes: as an order says, else where a change inside of it stands, else the next free place. */
    private int[] places(ListNode list, FieldPath old, FieldPath now, Node[] items) {
        int[] places = new int[list.items().size()];
        Arrays.fill(places, -1);
        boolean[] taken = new boolean[items.length];
        for (int j = 0; j < items.length; j++) {
            taken[j] = items[j] != null;
        }
        for (Change change : changes) {
            if (change instanceof Change.Reordered order
                    && order.oldPath().equals(old)
                    && order.newPath().equals(now)) {
                for (int j = 0; j < order.order().size(); j++) {
                    if (order.order().get(j) >= 0) {
                        places[order.order().get(j)] = j;
                        taken[j] = true;
                    }
                }
            }
            int i = below(change.oldPath(), old);
            int j = below(change.newPath(), now);
            if (i >= 0 && j >= 0 && places[i] < 0) {
                places[i] = j;
                taken[j] = true;
            }
        }
        int next = 0;
        for (int i = 0; i < places.length; i++) {
            if (places[i] < 0 && !isRemoved(old.index(i))) {
                while (taken[next]) {
                    next++;
                }
                places[i] = next;
                taken[next] = true;
            }
        }
        return places;
    }

    /** The index of the item of the list at {@code above} in which a path ends, or -1. */
    private static int below(FieldPath path, FieldPath above) {
        int depth = above.steps().size();
        return path.steps().size() > depth
                        && path.steps().subList(0, depth).equals(above.steps())
                        && path.steps().get(depth) instanceof FieldPath.Step.Index(int value)
                ? value
                : -1;
    }

    private static int index(FieldPath path) {
        return ((FieldPath.Step.Index) path.steps().getLast()).value();
    }

    private boolean isRemoved(FieldPath path) {
        return changes.stream()
                .anyMatch(change ->
                        change instanceof Change.Removed && change.oldPath().equals(path));
    }
}
