package dev.auditflow.deploy;

import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.diff.Change;
import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Holds what helm sends, or sent, against what was judged: the same objects with the same fields, hooks too. */
final class SentObjects {
    private static final int SHOWN = 5;

    private SentObjects() {}

    /** What differs, in words without values; empty if nothing does. */
    static String differences(VerifiedRelease judged, StoredRelease sent) {
        List<Resource> before = judged.resources();
        List<Resource> after = objects(sent);
        if (judged.target().options().includeCrds()) {
            // Helm makes those of crds/ by itself, once, and does not keep them.
            before = before.stream()
                    .filter(object -> !object.id().kind().equals("CustomResourceDefinition")
                            || after.stream().anyMatch(other -> other.id().equals(object.id())))
                    .toList();
        }
        List<String> words = new ArrayList<>();
        for (ObjectChange change : Comparison.of(
                        before, after, judged.target().options().namespace())
                .changes()) {
            switch (change) {
                case ObjectChange.Added added -> words.add(added.id() + " was not judged");
                case ObjectChange.Removed removed -> words.add(removed.id() + " is missing");
                case ObjectChange.Changed changed -> {
                    for (Change field : changed.changes()) {
                        words.add(changed.id() + " " + field.trail());
                    }
                }
            }
        }
        return words.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (words.size() > SHOWN ? " and %d more".formatted(words.size() - SHOWN) : "");
    }

    /**
     * Whether a revision is deployed and is what was judged. Its label alone does not tell: helm hands the labels of a revision on
     * to the next one, whoever makes it.
     */
    static boolean runs(VerifiedRelease judged, StoredRelease stored) {
        return stored.status().equals("deployed")
                && stored.isOf(judged.bundle())
                && differences(judged, stored).isEmpty();
    }

    /** The objects of a stored release, hooks behind the others. */
    static List<Resource> objects(StoredRelease stored) {
        List<Resource> objects = new ArrayList<>(ManifestReader.objects("manifest", stored.manifest()));
        stored.hooks().forEach(hook -> objects.addAll(ManifestReader.objects("hook", hook.text())));
        return objects;
    }
}
