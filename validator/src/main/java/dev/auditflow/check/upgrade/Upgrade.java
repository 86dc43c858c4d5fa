package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.ResourceId;
import java.util.List;

/**
 * The way of one target from an old rendering to a new one.
 *
 * @param target as people name it
 * @param comparison what changes, with masks
 * @param effects what it means, of masked fields too
 */
public record Upgrade(String target, Comparison comparison, List<Effect> effects) {
    public Upgrade {
        effects = List.copyOf(effects);
    }

    /** What is said of one object, the gravest first. */
    public List<Effect> of(ResourceId resource) {
        return effects.stream()
                .filter(effect -> effect.resource().equals(resource))
                .sorted(java.util.Comparator.comparing(Effect::meaning))
                .toList();
    }

    /** The classes of an object's changes, the gravest first. */
    public List<Meaning> meanings(ObjectChange change) {
        return of(change.id()).stream().map(Effect::meaning).distinct().toList();
    }

    /** Whether anything of it has this meaning. */
    public boolean has(Meaning meaning) {
        return effects.stream().anyMatch(effect -> effect.meaning() == meaning);
    }

    /** Objects in which all that changes is masked. */
    public List<ResourceId> masked() {
        List<ResourceId> shown =
                comparison.changes().stream().map(ObjectChange::id).toList();
        return effects.stream()
                .map(Effect::resource)
                .filter(resource -> !shown.contains(resource))
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether there is nothing to tell: what is masked counts only if it means more than that. */
    public boolean isEmpty() {
        return comparison.isEmpty() && effects.stream().allMatch(effect -> effect.meaning() == Meaning.COSMETIC);
    }
}
