package dev.auditflow.diff;

import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How two lists of objects differ.
 *
 * @param changes by kind and name, whatever the order of the documents
 * @param unchanged how many objects are the same
 */
public record Comparison(List<ObjectChange> changes, int unchanged) {
    public Comparison {
        changes = List.copyOf(changes);
    }

    /**
     * Compares.
     *
     * @param namespace of objects that name none
     */
    public static Comparison of(List<Resource> before, List<Resource> after, String namespace) {
        ListRules rules = ListRules.with(before, after);
        ObjectMatcher.Matched matched = new ObjectMatcher(namespace).match(before, after);
        List<ObjectChange> changes = new ArrayList<>();
        for (ObjectMatcher.Pair pair : matched.pairs()) {
            List<Change> fields = NodeDiff.between(pair.before(), pair.after(), rules);
            if (!fields.isEmpty()) {
                changes.add(new ObjectChange.Changed(pair.before(), pair.after(), pair.renamed(), fields));
            }
        }
        int unchanged = matched.pairs().size() - changes.size();
        matched.gone().forEach(resource -> changes.add(new ObjectChange.Removed(resource)));
        matched.fresh().forEach(resource -> changes.add(new ObjectChange.Added(resource)));
        changes.sort(Comparator.comparing(ObjectChange::id));
        return new Comparison(changes, unchanged);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Whether two nodes hold the same, whatever the order of their keys. */
    public static boolean same(Node one, Node other) {
        return Same.same(one, other);
    }
}
