package dev.auditflow.check.upgrade;

import dev.auditflow.check.schema.Transitions;
import dev.auditflow.diff.Change;
import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.engine.Answer;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        return of(comparison, before, after, List.of(), ServerVerdicts.none());
    }

    /**
     * What the changes mean; whether the server takes an object that it was asked about is for the server to say.
     *
     * @param definitions CRDs of the cluster that are not among the objects
     * @param verdicts over objects of the same comparison
     */
    public static List<Effect> of(
            Comparison comparison,
            List<Resource> before,
            List<Resource> after,
            List<MapNode> definitions,
            ServerVerdicts verdicts) {
        Effects effects = new Effects();
        List<MapNode> all = new ArrayList<>(definitions);
        after.stream()
                .filter(resource -> resource.id().kind().equals("CustomResourceDefinition"))
                .forEach(resource -> all.add(resource.root()));
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
                case ObjectChange.Changed changed -> {
                    refused(changed, verdicts, effects);
                    changed(changed, release, effects);
                    transitions(changed, all, effects);
                }
            }
            rest(change, effects);
        }
        Restarts.ofMaskedChecksums(release, effects);
        return effects.all();
    }

    private static void refused(ObjectChange.Changed changed, ServerVerdicts verdicts, Effects effects) {
        Optional<Answer> verdict = verdicts.of(changed);
        if (verdict.isPresent() && verdict.get().outcome() == Answer.Outcome.VALID) {
            return;
        }
        Immutable.check(changed, effects);
        if (verdict.isPresent() && !effects.has(Meaning.FAILS, changed.id())) {
            String message = "The API server refuses this: " + verdict.get().message();
            effects.add(
                    Meaning.FAILS, changed, message, "Do what the message says, or give the new object another name");
        }
    }

    private static void changed(ObjectChange.Changed changed, Release release, Effects effects) {
        Restarts.check(changed, release, effects);
        Losses.changed(changed, effects);
        Permissions.changed(changed, effects);
        Access.changed(changed, effects);
    }

    /** A rule of a CRD may stand above several changes: each of them is told. */
    private static void transitions(ObjectChange.Changed changed, List<MapNode> definitions, Effects effects) {
        if (definitions.isEmpty()) {
            return;
        }
        for (Transitions.Broken broken : Transitions.of(
                definitions,
                changed.id().apiVersion(),
                changed.id().kind(),
                changed.before().root(),
                changed.after().root())) {
            changed.changes().stream()
                    .filter(field -> isWithin(field.newPath(), broken.path()))
                    .forEach(field -> effects.add(
                            Meaning.FAILS,
                            changed,
                            field,
                            "The API server refuses this by a rule of the CRD: " + broken.message(),
                            "Give the new object another name, or leave the field as it is"));
        }
    }

    private static boolean isWithin(FieldPath path, FieldPath above) {
        int depth = above.steps().size();
        return path.steps().size() >= depth && path.steps().subList(0, depth).equals(above.steps());
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
