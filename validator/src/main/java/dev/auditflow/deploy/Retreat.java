package dev.auditflow.deploy;

import dev.auditflow.config.Target;
import dev.auditflow.host.Command;
import dev.auditflow.manifest.Resource;
import java.util.List;
import java.util.Optional;

/**
 * Goes back after a failure: to the last revision that the ledger knows as healthy and that Helm still keeps unchanged. Without
 * one, a first install is taken away again unless volumes would go with it; anything else stays as it is for a person to look at.
 */
final class Retreat {
    private final Site site;
    private final Target target;
    private final HelmProgram helm;
    private final HelmStorage storage;
    private final Ledger ledger;
    private final ReleaseLock lock;

    Retreat(Site site, Target target, HelmProgram helm, HelmStorage storage, Ledger ledger, ReleaseLock lock) {
        this.site = site;
        this.target = target;
        this.helm = helm;
        this.storage = storage;
        this.ledger = ledger;
        this.lock = lock;
    }

    /**
     * What going back came to.
     *
     * @param action rollback, uninstall, or empty when nothing was done
     * @param entry what the ledger knows of where it went back to
     */
    record Back(String action, boolean done, int revision, String sentence, Optional<LedgerEntry> entry) {}

    /** A revision to go back to, and the row that says that it was healthy. */
    record Good(StoredRelease stored, LedgerEntry entry) {}

    /** The last revision that was healthy and is kept unchanged, of another rendering than this. */
    Optional<Good> lastGood(String notBundle) throws DeployException {
        return lastGood(site, storage, ledger, notBundle);
    }

    /** As {@link #lastGood(String)}, for those who only look. */
    static Optional<Good> lastGood(Site site, HelmStorage storage, Ledger ledger, String notBundle)
            throws DeployException {
        List<LedgerEntry> entries = ledger.chain().entries();
        List<StoredRelease> kept = storage.revisions();
        for (LedgerEntry entry : entries.reversed()) {
            if (!entry.isPassed() || entry.toRevision() == 0 || entry.bundle().equals(notBundle)) {
                continue;
            }
            Optional<StoredRelease> stored = kept.stream()
                    .filter(one -> one.revision() == entry.toRevision() && one.isOf(entry.bundle()))
                    .filter(one -> List.of("deployed", "superseded").contains(one.status()))
                    .filter(one -> digest(site, one).equals(entry.stored()))
                    .findFirst();
            if (stored.isPresent()) {
                return Optional.of(new Good(stored.get(), entry));
            }
        }
        return Optional.empty();
    }

    /** Names what Helm keeps of a revision. */
    static String digest(Site site, StoredRelease stored) {
        StringBuilder text = new StringBuilder(stored.manifest());
        stored.hooks().forEach(hook -> text.append('\0').append(hook.text()));
        return site.seal().digest(text.toString());
    }

    /** Goes back, or finishes going back. The journal says already that it does. */
    Back go(Journal journal) throws DeployException {
        free();
        Optional<Good> good = lastGood(journal.bundle());
        if (good.isPresent()) {
            return rollback(journal, good.get());
        }
        Optional<StoredRelease> last = storage.last();
        if (last.isEmpty() || last.get().status().equals("uninstalled")) {
            return new Back("uninstall", true, 0, "nothing of it is installed", Optional.empty());
        }
        boolean first = ledger.chain().entries().stream().noneMatch(entry -> entry.isPassed() && entry.toRevision() > 0)
                && storage.revisions().stream().allMatch(StoredRelease::isPromoted);
        Optional<Resource> volume = SentObjects.objects(last.get()).stream()
                .filter(object -> object.id().kind().equals("PersistentVolumeClaim"))
                .filter(object ->
                        !object.annotation("helm.sh/resource-policy").orElse("").equals("keep"))
                .findFirst();
        if (!first || volume.isPresent()) {
            String why = first
                    ? "taking it away would delete " + volume.orElseThrow().id()
                    : "no revision that was healthy is kept";
            return new Back("", false, last.get().revision(), "nothing was taken back: " + why, Optional.empty());
        }
        Command.Result result = helm.uninstall(target, process -> {});
        boolean done = result.exitCode() == 0;
        String sentence = done
                ? "the first install was taken away; what is to be kept and Helm's history stay"
                : "it could not be taken away: " + HelmProgram.reason(result);
        return new Back("uninstall", done, 0, sentence, Optional.empty());
    }

    /** Goes back to a revision that was healthy. */
    Back rollback(Journal journal, Good good) throws DeployException {
        int revision = good.stored().revision();
        Optional<StoredRelease> last = storage.last();
        boolean there = last.filter(one -> one.status().equals("deployed"))
                .filter(one -> one.revision() > journal.fromRevision()
                        && digest(site, one).equals(good.entry().stored()))
                .isPresent();
        if (!there) {
            site.say().accept("going back to revision " + revision);
            lock.write(journal.running(Settlement.host(), 0, lock.until(helm.limit())));
            Command.Result result = helm.rollback(target, revision, process -> {});
            if (result.exitCode() != 0) {
                return failed(
                        good,
                        "helm could not go back to revision %d: %s".formatted(revision, HelmProgram.reason(result)));
            }
        }
        HealthWatch.Result health = new HealthWatch(site.cluster(), lock, site.clock())
                .await(
                        SentObjects.objects(good.stored()),
                        target.options().namespace(),
                        site.settings().timeout());
        int now = storage.last().map(StoredRelease::revision).orElse(0);
        return switch (health) {
            case HealthWatch.Result.Healthy _ ->
                new Back(
                        "rollback",
                        true,
                        now,
                        "revision %d, as healthy as revision %d was, runs again".formatted(now, revision),
                        Optional.of(good.entry()));
            case HealthWatch.Result.Unhealthy bad ->
                failed(good, "revision %d is back and not healthy either: %s".formatted(revision, bad.sentence()));
        };
    }

    /** There is no rollback of a rollback. */
    private Back failed(Good good, String sentence) throws DeployException {
        free();
        int now = storage.last().map(StoredRelease::revision).orElse(0);
        return new Back("rollback", false, now, sentence, Optional.of(good.entry()));
    }

    /** The helm of this run has ended, so what it left as pending would only make the next promoter wait. */
    private void free() throws DeployException {
        Optional<StoredRelease> pending = storage.last().filter(StoredRelease::isPending);
        if (pending.isPresent()) {
            storage.fail(
                    pending.get(),
                    "Left as %s by a helm that failed; set by auditflow"
                            .formatted(pending.get().status()));
        }
    }
}
