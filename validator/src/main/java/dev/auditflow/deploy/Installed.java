package dev.auditflow.deploy;

import dev.auditflow.config.Target;
import dev.auditflow.manifest.Resource;
import java.util.List;
import java.util.Optional;

/**
 * What Helm keeps as installed of a release.
 *
 * @param revision Helm's; 0 if nothing is installed
 * @param status Helm's; empty if nothing is installed
 * @param objects with hooks and tests
 */
public record Installed(int revision, String status, List<Resource> objects) {
    public Installed {
        objects = List.copyOf(objects);
    }

    /** Whether a ledger has a row about this revision. Helm hands labels on, so those of a revision do not tell. */
    public boolean isIn(LedgerChain ledger) {
        return ledger.entries().stream().anyMatch(entry -> entry.toRevision() == revision);
    }

    /** Helm makes the CRDs of {@code crds/} once, by itself: an upgrade leaves them as they are, and Helm keeps no word of them. */
    public List<Resource> upgradable(Target target, List<Resource> rendered) {
        return rendered.stream()
                .filter(object -> !target.options().includeCrds()
                        || !object.id().kind().equals("CustomResourceDefinition")
                        || objects.stream().anyMatch(other -> other.id().equals(object.id())))
                .toList();
    }

    /** Reads it; changes nothing. */
    public static Installed of(Cluster cluster, Target target) throws DeployException {
        List<StoredRelease> revisions = new HelmStorage(
                        cluster, target.options().namespace(), target.options().releaseName())
                .revisions();
        Optional<StoredRelease> runs = revisions.reversed().stream()
                .filter(one -> one.status().equals("deployed"))
                .findFirst()
                .or(() -> revisions.reversed().stream()
                        .filter(one -> !one.status().equals("uninstalled"))
                        .findFirst());
        if (runs.isEmpty()) {
            return new Installed(0, "", List.of());
        }
        StoredRelease stored = runs.get();
        return new Installed(stored.revision(), stored.status(), SentObjects.objects(stored));
    }
}
