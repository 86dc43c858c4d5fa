package dev.auditflow.deploy;

import dev.auditflow.config.Target;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must run of a release: the rendering of the ledger's last promotion or rollback that passed, as Helm keeps it. It is what was
 * verified, for a promotion ends only when what Helm keeps is what was judged, and the row has the digest of that.
 *
 * @param entry the row of the ledger
 * @param newest Helm's newest revision, which is another one if somebody used helm around the ledger
 * @param objects without hooks, in the order of the manifest
 * @param earlier names of objects of other revisions that Helm keeps, and this one does not have
 */
public record Recorded(LedgerEntry entry, int newest, List<Resource> objects, List<ResourceId> earlier) {
    private static final String HOOK = "helm.sh/hook";

    public Recorded {
        objects = List.copyOf(objects);
        earlier = List.copyOf(earlier);
    }

    /**
     * Reads it; changes nothing.
     *
     * @return empty if the release was taken away again
     * @throws DeployException if a promotion is at work, nothing was promoted, or Helm does not keep what the ledger says
     */
    public static Optional<Recorded> of(Site site, Target target) throws DeployException {
        String namespace = target.options().namespace();
        String name = target.options().releaseName();
        ReleaseLock.State state = ReleaseLock.look(site.cluster(), namespace, name);
        if (!state.holder().isEmpty() && state.journal().isPresent()) {
            throw DeployException.inconclusive("%s works on %s now, so what should run changes; look again afterwards"
                    .formatted(state.holder(), target.name()));
        }
        return read(site, target, new HelmStorage(site.cluster(), namespace, name).revisions());
    }

    private static Optional<Recorded> read(Site site, Target target, List<StoredRelease> revisions)
            throws DeployException {
        String name = target.options().releaseName();
        Optional<LedgerEntry> last = new Ledger(site.cluster(), target.options().namespace(), name)
                .chain().entries().stream()
                        .filter(entry -> entry.isPassed()
                                && (entry.toRevision() > 0 || entry.action().equals("uninstall")))
                        .reduce((_, later) -> later);
        if (last.isEmpty()) {
            throw DeployException.inconclusive(
                    "Nothing of %s was promoted to %s by 'auditflow promote', so nobody knows what should run"
                            .formatted(target.release(), site.environment()));
        }
        LedgerEntry entry = last.get();
        if (entry.toRevision() == 0) {
            return Optional.empty();
        }
        StoredRelease stored = revisions.stream()
                .filter(one -> one.revision() == entry.toRevision() && one.isOf(entry.bundle()))
                .filter(one -> Retreat.digest(site, one).equals(entry.stored()))
                .findFirst()
                .orElseThrow(() -> DeployException.inconclusive(
                        "Helm does not keep revision %d of %s as the ledger has it (%s), so what should run cannot be told; promote it again%s"
                                .formatted(
                                        entry.toRevision(),
                                        target.release(),
                                        entry.bundle(),
                                        entry.stored().startsWith("hmac") ? ", or give the --seal-key" : "")));
        List<Resource> objects = withoutHooks(stored);
        List<ResourceId> known = objects.stream().map(Resource::id).toList();
        List<ResourceId> earlier = new ArrayList<>();
        for (StoredRelease one : revisions) {
            withoutHooks(one).stream()
                    .map(Resource::id)
                    .filter(id -> !known.contains(id) && !earlier.contains(id))
                    .forEach(earlier::add);
        }
        int newest = revisions.getLast().revision();
        return Optional.of(new Recorded(entry, newest, objects, earlier));
    }

    private static List<Resource> withoutHooks(StoredRelease stored) {
        return SentObjects.objects(stored).stream()
                .filter(object -> object.annotation(HOOK).isEmpty())
                .toList();
    }
}
