package dev.auditflow.deploy;

import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.host.Command;
import dev.auditflow.manifest.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings a verified release to a cluster. What happened so far is read anew from Helm's storage, the lease and the journal every
 * time, so a run that was killed is gone on with by the next one.
 */
public final class Promoter {
    private final Site site;
    private final PlainSecrets secrets;
    private final Bake bake;

    /**
     * Promotes at a site.
     *
     * @param secrets put beside the release before it is upgraded
     * @param bake what follows on its tests
     */
    public Promoter(Site site, PlainSecrets secrets, Bake bake) {
        this.site = site;
        this.secrets = secrets;
        this.bake = bake;
    }

    /** The parts of one run. */
    private record Work(
            VerifiedRelease release,
            String approval,
            HelmProgram helm,
            HelmStorage storage,
            Ledger ledger,
            ReleaseLock lock,
            Retreat retreat) {
        String namespace() {
            return release.target().options().namespace();
        }

        List<Resource> objects() {
            return release.resources();
        }
    }

    /**
     * Promotes.
     *
     * @param approval who approved; empty if nobody had to
     * @param patience how long to wait for another promoter
     * @throws DeployException if it is refused before anything changed, or nobody knows what is
     */
    public Result promote(VerifiedRelease release, String approval, Duration patience) throws DeployException {
        HelmProgram helm = site.program();
        String namespace = release.target().options().namespace();
        String name = release.target().options().releaseName();
        Preconditions.namespace(site, namespace);
        new Rights(site.cluster()).require(release.resources(), namespace);
        HelmStorage storage = new HelmStorage(site.cluster(), namespace, name);
        Ledger ledger = Ledger.of(site, namespace, name);
        ledger.chain();
        String holder = site.actor() + " " + UUID.randomUUID();
        try (ReleaseLock lock =
                ReleaseLock.take(site.cluster(), namespace, name, holder, patience, site.clock(), site.say())) {
            Retreat retreat = new Retreat(site, release.target(), helm, storage, ledger, lock);
            return promote(new Work(release, approval, helm, storage, ledger, lock, retreat));
        }
    }

    private Result promote(Work work) throws DeployException {
        Optional<Journal> left = work.lock().journal();
        Optional<StoredRelease> last =
                new Settlement(site, work.storage(), work.lock(), work.helm().limit()).settled(left);
        if (left.isPresent()) {
            Preconditions.sayLeft(site, left.get());
            if (!left.get().cause().isEmpty()) {
                return goBack(work, left.get(), "");
            }
        }
        String bundle = work.release().bundle();
        Preconditions.notHeld(site, work.lock(), work.release());
        if (left.isPresent() && !left.get().bundle().equals(bundle)) {
            Journal other = left.get().because("Interrupted", "another rendering is promoted instead");
            work.ledger()
                    .append(Records.promotion(
                            site, work.release(), other, 0, "", "", "", Acceptance.Proof.none(other)));
        }
        boolean same = left.filter(journal -> journal.bundle().equals(bundle)).isPresent();
        boolean runs = last.filter(one -> SentObjects.runs(work.release(), one)).isPresent();
        if (runs && !same && isRecorded(work, last.get())) {
            return unchanged(work, last.get());
        }
        int from = last.map(StoredRelease::revision).orElse(0);
        Journal journal = same
                ? left.get()
                : Journal.start(UUID.randomUUID().toString(), bundle, runs ? from - 1 : from, site.now());
        return runs ? check(work, journal, last.get()) : upgrade(work, journal);
    }

    private boolean isRecorded(Work work, StoredRelease stored) throws DeployException {
        return work.ledger().chain().entries().stream()
                .filter(LedgerEntry::isPassed)
                .anyMatch(entry -> entry.toRevision() == stored.revision()
                        && entry.bundle().equals(work.release().bundle())
                        && entry.stored().equals(Retreat.digest(site, stored)));
    }

    private Result unchanged(Work work, StoredRelease stored) throws DeployException {
        HealthWatch watch = new HealthWatch(site.cluster(), work.lock(), site.clock());
        HealthWatch.Result health =
                watch.await(work.objects(), work.namespace(), site.settings().timeout());
        if (health instanceof HealthWatch.Result.Unhealthy bad) {
            return new Result(
                    Result.Outcome.FAILED,
                    bad.cause(),
                    "Revision %d runs already and is not healthy any more: %s. Nothing was changed"
                            .formatted(stored.revision(), bad.sentence()));
        }
        return new Result(
                Result.Outcome.UNCHANGED,
                "",
                "%s runs it already as revision %d, healthy".formatted(site.environment(), stored.revision()));
    }

    private Result upgrade(Work work, Journal journal) throws DeployException {
        StoredRelease preview = preview(work);
        Irreversible.of(work.release().resources()).forEach(site.say());
        work.lock().check();
        secrets.apply(site.cluster(), work.namespace())
                .forEach(
                        name -> site.say().accept("the Secret %s is new; a rollback does not undo it".formatted(name)));
        Baseline before = journal.baseline().known() ? journal.baseline() : bake.baseline(site.say());
        Journal upgrading = journal.at(Journal.Step.UPGRADING).after(before);
        Command.Result result = send(work, upgrading, preview);
        if (result.exitCode() != 0) {
            return fail(work, upgrading, "UpgradeFailed", "helm: " + HelmProgram.reason(result));
        }
        Optional<StoredRelease> stored = work.storage().last();
        String kept = stored.isEmpty() ? "there is no revision" : SentObjects.differences(work.release(), stored.get());
        if (!kept.isEmpty()) {
            return fail(work, upgrading, "DigestMismatch", "What helm keeps is not what was judged: " + kept);
        }
        return check(work, upgrading, stored.orElseThrow());
    }

    /** What helm would send to this very cluster, which must be what was judged. */
    private StoredRelease preview(Work work) throws DeployException {
        StoredRelease preview = work.helm().preview(work.release());
        String differences = SentObjects.differences(work.release(), preview);
        if (!differences.isEmpty()) {
            work.lock().done();
            throw DeployException.refused(
                    "What helm would send to this cluster is not what was judged: %s. Nothing was changed; a template asks"
                                    .formatted(differences)
                            + " for what the cluster is or has, so say it in auditflow.yaml (apiVersions, lookup)");
        }
        return preview;
    }

    /** Lets helm send it, and nothing else. */
    private Command.Result send(Work work, Journal upgrading, StoredRelease preview) throws DeployException {
        work.lock()
                .write(upgrading.running(
                        Settlement.host(), 0, work.lock().until(work.helm().limit())));
        site.say().accept("helm upgrade");
        Command.Result result;
        try (SentGuard guard = SentGuard.of(preview.manifest())) {
            result = work.helm()
                    .upgrade(
                            work.release(),
                            guard.file(),
                            work.lock().fence(),
                            work.lock().noting(upgrading, work.helm().limit(), site.say()));
        } catch (IOException e) {
            throw DeployException.refused("The guard for helm cannot be written: " + e.getMessage());
        }
        work.lock().check();
        return result;
    }

    private Result check(Work work, Journal journal, StoredRelease stored) throws DeployException {
        Acceptance acceptance = new Acceptance(site, work.helm(), work.storage(), work.lock(), bake);
        return switch (acceptance.of(work.release(), journal, stored)) {
            case Acceptance.Proof proof -> record(work, proof);
            case Acceptance.Failed failed -> {
                site.say()
                        .accept(failed.journal().cause() + ": "
                                + failed.journal().sentence());
                yield goBack(work, failed.journal(), failed.alerts());
            }
        };
    }

    private Result record(Work work, Acceptance.Proof proof) throws DeployException {
        Journal recording = proof.journal().at(Journal.Step.RECORDING);
        work.lock().write(recording);
        StoredRelease stored =
                work.storage().last().orElseThrow(() -> DeployException.inconclusive("The release is gone"));
        String kept = Retreat.digest(site, stored);
        work.ledger()
                .append(Records.promotion(
                        site, work.release(), recording, stored.revision(), kept, work.approval(), "", proof));
        work.lock().done();
        if (proof.isUnknown()) {
            return Result.unknown("Revision " + stored.revision(), proof);
        }
        return new Result(
                Result.Outcome.PASSED,
                "",
                "%s runs %s as revision %d"
                        .formatted(site.environment(), work.release().bundle(), stored.revision()));
    }

    private Result fail(Work work, Journal journal, String cause, String sentence) throws DeployException {
        site.say().accept(cause + ": " + sentence);
        return goBack(work, journal.failed(cause, sentence), "");
    }

    /** Evidence first: going back deletes it. */
    private Result goBack(Work work, Journal journal, String alerts) throws DeployException {
        String folder = "%s/%s/%s".formatted(work.release().target().release(), site.environment(), journal.plan());
        List<Resource> objects = work.objects();
        String evidence = new Evidence(site.cluster(), site.evidence())
                .save(folder, work.namespace(), objects, journal.cause() + ": " + journal.sentence(), alerts);
        int failed = work.storage().last().map(StoredRelease::revision).orElse(0);
        work.lock().write(journal);
        Retreat.Back back = work.retreat().go(journal);
        String reason = "%s (%s)"
                .formatted(
                        journal.cause(), journal.sentence().lines().findFirst().orElse(""));
        work.lock().hold(new Hold(site.actor(), site.now(), reason, back.done() ? journal.bundle() : ""));
        work.ledger()
                .append(Records.promotion(
                        site,
                        work.release(),
                        journal,
                        failed,
                        "",
                        work.approval(),
                        evidence,
                        Acceptance.Proof.none(journal)));
        Optional<StoredRelease> now = work.storage().revision(back.revision());
        work.ledger()
                .append(Records.back(
                        site,
                        work.release().target().release(),
                        journal,
                        back,
                        now.map(stored -> Retreat.digest(site, stored)).orElse("")));
        work.lock().done();
        String kept = evidence.isEmpty() ? "" : " Evidence: " + evidence.substring(0, evidence.lastIndexOf(' ')) + ".";
        return new Result(
                Result.Outcome.FAILED,
                back.done() || back.action().isEmpty() ? journal.cause() : "RollbackFailed",
                "%s: %s. Now %s.%s It is held: 'auditflow resume' lets this rendering be tried again"
                        .formatted(journal.cause(), journal.sentence(), back.sentence(), kept));
    }
}
