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
 * @param recorded whether the ledger knows this revision
 * @param objects with hooks and tests
 */
public record Installed(int revision, String status, boolean recorded, List<Resource> objects) {
    public Installed {
        objects = List.copyOf(objects);
    }

    /** Reads it; changes nothing. */
    public static Installed of(Cluster cluster, Target target) throws DeployException {
        String namespace = target.options().namespace();
        String name = target.options().releaseName();
        List<StoredRelease> revisions = new HelmStorage(cluster, namespace, name).revisions();
        Optional<StoredRelease> runs = revisions.reversed().stream()
                .filter(one -> one.status().equals("deployed"))
                .findFirst()
                .or(() -> revisions.reversed().stream()
                        .filter(one -> !one.status().equals("uninstalled"))
                        .findFirst());
        if (runs.isEmpty()) {
            return new Installed(0, "", false, List.of());
        }
        StoredRelease stored = runs.get();
        boolean recorded = new Ledger(cluster, namespace, name)
                .chain().entries().stream()
                        .anyMatch(entry -> entry.toRevision() == stored.revision() && stored.isOf(entry.bundle()));
        return new Installed(stored.revision(), stored.status(), recorded, SentObjects.objects(stored));
    }
}
