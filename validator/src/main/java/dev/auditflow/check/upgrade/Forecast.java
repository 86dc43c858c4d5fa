package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Change;
import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.Resource;
import java.util.List;

/**
 * Tells what the changes between two renderings mean to a cluster that runs the old one. It knows the API server's rules
 * and no cluster: what was changed there by hand it cannot know.
 */
public final class Forecast {
    private Forecast() {}

    /**
     * What the changes mean.
     *
     * @param comparison of objects without masks where there are any; what is masked cannot be told
     * @param before all old objects
     * @param after all new objects
     */
    public static List<Effect> of(Comparison comparison, List<Resource> before, List<Resource> after) {
        Effects effects = new Effects();
        Release release = new Release(before, after, comparison);
        for (ObjectChange change : comparison.changes()) {
            switch (change) {
                case ObjectChange.Added added -> {
                    Permissions.added(added, effects);
                    Access.added(added, effects);
                }
                case ObjectChange.Removed removed -> {
                    Losses.removed(removed, release, effects);
                    Access.removed(removed, effects);
                }
                case ObjectChange.Changed changed when changed.renamed() -> Losses.renamed(changed, release, effects);
                case ObjectChange.Changed changed -> changed(changed, release, effects);
            }
            rest(change, effects);
        }
        Restarts.ofMaskedChecksums(release, effects);
        return effects.all();
    }

    private static void changed(ObjectChange.Changed changed, Release release, Effects effects) {
        Immutable.check(changed, effects);
        Restarts.check(changed, release, effects);
        Losses.changed(changed, effects);
        Permissions.changed(changed, effects);
        Access.changed(changed, effects);
    }

    /** Every change has a class: what nothing else was said of is an image, configuration, or cosmetic. */
    private static void rest(ObjectChange change, Effects effects) {
        if (!(change instanceof ObjectChange.Changed changed)) {
            effects.addUnlessGraver(Meaning.CONFIG, change);
            return;
        }
        for (Change field : changed.changes()) {
            Meaning plain = Plain.of(changed, field);
            if (plain == Meaning.IMAGE || !effects.has(changed, field)) {
                effects.add(plain, changed, field, "", "");
            }
        }
    }
}
