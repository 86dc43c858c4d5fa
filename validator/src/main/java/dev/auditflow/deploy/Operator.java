package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.config.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What a person does by hand with a release: hold it, resume it, take it back, look at it. */
public final class Operator implements Operations {
    private final Site site;
    private final Target target;
    private final String namespace;
    private final String name;

    public Operator(Site site, Target target) {
        this.site = site;
        this.target = target;
        this.namespace = target.options().namespace();
        this.name = target.options().releaseName();
    }

    /**
     * How a release is.
     *
     * @param revision 0 if nothing is installed
     * @param status Helm's; empty if nothing is installed
     * @param recorded the ledger's last entry about a revision
     * @param outside whether Helm keeps something else than what the ledger says
     * @param holder who works on it now; empty for nobody
     * @param step what a promoter does or left undone; empty for nothing
     * @param unhealthy the first object that is not as it should be; empty if all are
     */
    public record Status(
            int revision,
            String status,
            Optional<LedgerEntry> recorded,
            boolean outside,
            String holder,
            String step,
            Optional<Hold> hold,
            Optional<String> unhealthy) {}

    /** Looks; changes nothing. */
    public Status status() throws DeployException {
        ReleaseLock.State state = ReleaseLock.look(site.cluster(), namespace, name);
        Optional<StoredRelease> last = new HelmStorage(site.cluster(), namespace, name).last();
        Optional<LedgerEntry> recorded = ledger().chain().entries().stream()
                .filter(entry -> entry.toRevision() > 0)
                .reduce((_, later) -> later);
        Optional<String> unhealthy = last.isEmpty() || last.get().status().equals("uninstalled")
                ? Optional.empty()
                : ReleaseHealth.of(site.cluster(), last.get(), namespace, site.clock())
                        .unhealthy();
        boolean outside = last.filter(one -> one.status().equals("deployed"))
                .filter(one -> recorded.filter(
                                entry -> entry.toRevision() == one.revision() && one.isOf(entry.bundle()))
                        .isEmpty())
                .isPresent();
        return new Status(
                last.map(StoredRelease::revision).orElse(0),
                last.map(StoredRelease::status).orElse(""),
                recorded,
                outside,
                state.holder(),
                state.journal().map(Journal::stepWords).orElse(""),
                state.hold(),
                unhealthy);
    }

    @Override
    public String hold(String reason, Duration patience) throws DeployException {
        try (ReleaseLock lock = take(patience)) {
            hold(lock, reason);
            return "";
        }
    }

    void hold(ReleaseLock lock, String reason) throws DeployException {
        lock.hold(new Hold(site.actor(), site.now(), reason, ""));
        ledger().append(Records.word(site, name, plan(), "hold", reason));
    }

    @Override
    public boolean resume(Duration patience) throws DeployException {
        try (ReleaseLock lock = take(patience)) {
            if (lock.hold().isEmpty()) {
                return false;
            }
            lock.hold(null);
            ledger().append(Records.word(site, name, plan(), "resume", ""));
            return true;
        }
    }

    @Override
    public Result rollback(String reason, Duration patience) throws DeployException {
        HelmProgram helm = site.program();
        HelmStorage storage = new HelmStorage(site.cluster(), namespace, name);
        try (ReleaseLock lock = take(patience)) {
            Retreat retreat = new Retreat(site, target, helm, storage, ledger(), lock);
            StoredRelease last = new Settlement(site, storage, lock, helm.limit())
                    .settled(lock.journal())
                    .orElseThrow(() -> DeployException.refused(
                            "Nothing of %s is installed in %s".formatted(name, site.environment())));
            String bundle = ledger().chain().entries().stream()
                    .filter(entry -> last.isOf(entry.bundle()))
                    .map(LedgerEntry::bundle)
                    .findFirst()
                    .orElse("");
            Retreat.Good good = retreat.lastGood(bundle)
                    .orElseThrow(() -> DeployException.refused(
                            "No other revision that was healthy is kept, so there is nothing to go back to"));
            Journal journal = lock.journal()
                    .filter(one -> !one.cause().isEmpty())
                    .orElseGet(() -> Journal.start(plan(), bundle, last.revision(), site.now())
                            .at(Journal.Step.GOING_BACK)
                            .because(Journal.BY_HAND, reason));
            lock.write(journal);
            Retreat.Back back = retreat.rollback(journal, good);
            lock.hold(new Hold(site.actor(), site.now(), "taken back by hand: " + reason, bundle));
            String stored = storage.revision(back.revision())
                    .map(one -> Retreat.digest(site, one))
                    .orElse("");
            ledger().append(Records.back(site, name, journal, back, stored));
            lock.done();
            return new Result(
                    back.done() ? Result.Outcome.PASSED : Result.Outcome.FAILED,
                    back.done() ? "" : "RollbackFailed",
                    back.sentence());
        }
    }

    ReleaseLock take(Duration patience) throws DeployException {
        Optional<JsonNode> there = site.cluster().get("/api/v1/namespaces/" + namespace);
        if (there.isEmpty()) {
            throw DeployException.refused("There is no namespace %s in %s".formatted(namespace, site.environment()));
        }
        return ReleaseLock.take(
                site.cluster(), namespace, name, site.actor() + " " + plan(), patience, site.clock(), site.say());
    }

    Ledger ledger() throws DeployException {
        return Ledger.of(site, namespace, name);
    }

    static String plan() {
        return UUID.randomUUID().toString();
    }
}
