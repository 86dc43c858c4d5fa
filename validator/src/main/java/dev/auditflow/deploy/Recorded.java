package dev.auditflow.deploy;

import dev.auditflow.config.Target;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must run of a release: the rendering of the ledger's last promotion or rollback that passed, as Helm or a branch keeps it. It
 * is what was verified, for a promotion ends only when what is kept is what was judged, and the row has the digest or commit of that.
 *
 * @param entry the row of the ledger
 * @param last Helm's revision of the row, or its commit
 * @param newest Helm's newest revision, or the newest commit with other files; as {@code last} if nobody went around the ledger
 * @param objects without hooks, in the order of the manifest
 * @param earlier names of objects of other revisions that Helm keeps, and this one does not have; none of a branch
 */
public record Recorded(
        LedgerEntry entry, String last, String newest, List<Resource> objects, List<ResourceId> earlier) {
    private static final String HOOK = "helm.sh/hook";

    public Recorded {
        objects = List.copyOf(objects);
        earlier = List.copyOf(earlier);
    }

    /** Whether a branch keeps it, and not Helm. */
    public boolean isOnBranch() {
        return entry.branchCommit().isPresent();
    }

    /**
     * Reads what Helm keeps; changes nothing.
     *
     * @return empty if the release was taken away again
     * @throws DeployException if a promotion is at work, nothing was promoted, or Helm does not keep what the ledger says
     */
    public static Optional<Recorded> of(Site site, Target target) throws DeployException {
        requireRest(site, target);
        HelmStorage storage = new HelmStorage(
                site.cluster(), target.options().namespace(), target.options().releaseName());
        Optional<LedgerEntry> entry = last(site, target);
        return entry.isEmpty() ? Optional.empty() : Optional.of(read(site, target, entry.get(), storage.revisions()));
    }

    /** @throws DeployException if somebody promotes it now */
    static void requireRest(Site site, Target target) throws DeployException {
        ReleaseLock.State state = ReleaseLock.look(
                site.cluster(), target.options().namespace(), target.options().releaseName());
        if (!state.holder().isEmpty() && state.journal().isPresent()) {
            throw DeployException.inconclusive("%s works on %s now, so what should run changes; look again afterwards"
                    .formatted(state.holder(), target.name()));
        }
    }

    /** The row that says what must run; empty if the release was taken away again. */
    static Optional<LedgerEntry> last(Site site, Target target) throws DeployException {
        Optional<LedgerEntry> last =
                Ledger.of(site, target.options().namespace(), target.options().releaseName()).chain().entries().stream()
                        .filter(entry -> entry.isPassed()
                                && (entry.toRevision() > 0 || entry.action().equals("uninstall")))
                        .reduce((_, later) -> later);
        if (last.isEmpty()) {
            throw DeployException.inconclusive(
                    "Nothing of %s was promoted to %s by 'auditflow promote', so nobody knows what should run"
                            .formatted(target.release(), site.environment()));
        }
        return last.filter(entry -> entry.toRevision() > 0);
    }

    private static Recorded read(Site site, Target target, LedgerEntry entry, List<StoredRelease> revisions)
            throws DeployException {
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
        String newest = Integer.toString(revisions.getLast().revision());
        return new Recorded(entry, Integer.toString(entry.toRevision()), newest, objects, earlier);
    }

    private static List<Resource> withoutHooks(StoredRelease stored) {
        return SentObjects.objects(stored).stream()
                .filter(object -> object.annotation(HOOK).isEmpty())
                .toList();
    }
}
