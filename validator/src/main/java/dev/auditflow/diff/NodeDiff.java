package dev.auditflow.diff;

import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The changes between two objects, field by field. */
final class NodeDiff {
    private static final int SMALL = 16;

    private final ResourceId id;
    private final ListRules rules;
    private final List<Change> changes = new ArrayList<>();

    private NodeDiff(ResourceId id, ListRules rules) {
        this.id = id;
        this.rules = rules;
    }

    static List<Change> between(Resource before, Resource after, ListRules rules) {
        NodeDiff diff = new NodeDiff(after.id(), rules);
        diff.node(before.root(), after.root(), At.ROOT);
        return diff.changes;
    }

    private void node(Node before, Node after, At at) {
        if (Same.same(before, after)) {
            return;
        }
        if (before instanceof MapNode was && after instanceof MapNode is) {
            map(was, is, at);
        } else if (before instanceof ListNode was && after instanceof ListNode is) {
            list(was, is, at);
        } else {
            changes.add(new Change.Replaced(at.trail(), at.oldPath(), at.newPath(), before, after));
        }
    }

    private void map(MapNode before, MapNode after, At at) {
        Function<String, Optional<Node>> old = lookup(before);
        for (MapNode.Entry entry : after.entries()) {
            At field = at.key(entry.key());
            Optional<Node> was = old.apply(entry.key());
            if (was.isPresent()) {
                node(was.get(), entry.value(), field);
            } else {
                changes.add(new Change.Added(field.trail(), at.oldPath(), field.newPath(), entry.value()));
            }
        }
        Function<String, Optional<Node>> now = lookup(after);
        for (MapNode.Entry entry : before.entries()) {
            if (now.apply(entry.key()).isEmpty()) {
                At field = at.key(entry.key());
                changes.add(new Change.Removed(field.trail(), field.oldPath(), at.newPath(), entry.value()));
            }
        }
    }

    /** Small mappings are searched; large ones, such as the files of a ConfigMap, by a table. */
    private static Function<String, Optional<Node>> lookup(MapNode map) {
        if (map.entries().size() <= SMALL) {
            return map::get;
        }
        Map<String, Node> table = new HashMap<>();
        map.entries().forEach(entry -> table.putIfAbsent(entry.key(), entry.value()));
        return key -> Optional.ofNullable(table.get(key));
    }

    private void list(ListNode before, ListNode after, At at) {
        ListMatcher.Items items = ListMatcher.match(before.items(), after.items(), rules.of(id, at.fields()));
        for (ListMatcher.Item item : items.both()) {
            Node was = before.items().get(item.before());
            node(was, after.items().get(item.after()), at.item(item.step(), item.before(), item.after()));
        }
        for (ListMatcher.Item item : items.gone()) {
            At place = at.item(item.step(), item.before(), -1);
            Node was = before.items().get(item.before());
            changes.add(new Change.Removed(place.trail(), place.oldPath(), at.newPath(), was));
        }
        for (ListMatcher.Item item : items.fresh()) {
            At place = at.item(item.step(), -1, item.after());
            Node is = after.items().get(item.after());
            changes.add(new Change.Added(place.trail(), at.oldPath(), place.newPath(), is));
        }
        List<Integer> order = new ArrayList<>(Collections.nCopies(after.items().size(), -1));
        items.both().forEach(item -> order.set(item.after(), item.before()));
        if (items.ordered() && !rises(order)) {
            changes.add(new Change.Reordered(at.trail(), at.oldPath(), at.newPath(), before, after, order));
        }
    }

    private static boolean rises(List<Integer> order) {
        int last = -1;
        for (int place : order) {
            if (place >= 0 && place < last) {
                return false;
            }
            last = Math.max(last, place);
        }
        return true;
    }
}
