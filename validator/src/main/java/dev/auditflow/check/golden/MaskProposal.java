package dev.auditflow.check.golden;

import dev.auditflow.diff.Change;
import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.Resource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What to mask in objects that do not render the same twice.
 *
 * @param masks fields that differ and that no mask hides yet, as {@code golden.masks} of auditflow.yaml takes them, sorted
 * @param renamed objects whose very name differs, which no mask can hide, sorted
 */
public record MaskProposal(List<String> masks, List<String> renamed) {
    public MaskProposal {
        masks = List.copyOf(masks);
        renamed = List.copyOf(renamed);
    }

    /**
     * Looks for what differs.
     *
     * @param format of the golden files: what it masks already, and values of Secrets, need no mask
     * @param once the objects of one rendering
     * @param again of another, of the same chart with the same values
     * @param namespace of objects that name none
     */
    public static MaskProposal of(GoldenFile format, List<Resource> once, List<Resource> again, String namespace) {
        TreeSet<String> masks = new TreeSet<>();
        TreeSet<String> renamed = new TreeSet<>();
        for (ObjectChange object : compare(format, once, again, namespace).changes()) {
            switch (object) {
                case ObjectChange.Changed changed when !changed.renamed() -> masks.addAll(masks(format, changed));
                case ObjectChange.Changed changed ->
                    renamed.add(changed.before().id().toString());
                case ObjectChange.Removed gone -> renamed.add(gone.id().toString());
                case ObjectChange.Added _ -> {
                    // The other half of an object that is gone.
                }
            }
        }
        return new MaskProposal(List.copyOf(masks), List.copyOf(renamed));
    }

    private static Comparison compare(GoldenFile format, List<Resource> once, List<Resource> again, String namespace) {
        return Comparison.of(
                once.stream().map(format::masked).toList(),
                again.stream().map(format::masked).toList(),
                namespace);
    }

    /** For each change the mask that hides the least: of the item that differs if items have names, else of all. */
    private static Set<String> masks(GoldenFile format, ObjectChange.Changed object) {
        Set<String> masks = new TreeSet<>();
        String name = "%s/%s ".formatted(object.id().kind(), object.id().name());
        for (Change change : object.changes()) {
            String narrow = name + change.trail();
            masks.add(
                    hides(format.and(narrow), object, change)
                            ? narrow
                            : name + change.trail().fields());
        }
        return masks;
    }

    private static boolean hides(GoldenFile format, ObjectChange.Changed object, Change change) {
        return compare(format, List.of(object.before()), List.of(object.after()), "").changes().stream()
                .filter(ObjectChange.Changed.class::isInstance)
                .flatMap(left -> ((ObjectChange.Changed) left).changes().stream())
                .noneMatch(left -> left.trail().equals(change.trail()));
    }
}
