package dev.auditflow.deploy;

import dev.auditflow.config.GitSettings;
import java.time.Instant;
import java.util.Optional;

/** What follows a commit on a branch: the sync, health, tests and the ledger, or the way back. */
final class GitDelivery {
    private final Site site;
    private final GitSettings settings;
    private final GitWork work;

    GitDelivery(Site site, GitSettings settings, GitWork work) {
        this.site = site;
        this.settings = settings;
        this.work = work;
    }

    /** Waits for a commit in the cluster, and for health. */
    HealthWatch.Result watch(String commit) throws DeployException {
        return new SyncWatch(site, work.lock(), work.reconciler())
                .await(work.place().wanted(commit), work.manifests().committed(), work.namespace());
    }

    /** Sees a commit on the branch through to the ledger, or takes it back. */
    Result bring(Journal journal, String commit) throws DeployException {
        Journal syncing = journal.at(Journal.Step.SYNCING);
        work.lock().write(syncing);
        site.say().accept("waiting for the " + work.reconciler().name());
        switch (watch(commit)) {
            case HealthWatch.Result.Healthy healthy ->
                site.say().accept("%d objects are healthy".formatted(healthy.objects()));
            case HealthWatch.Result.Unhealthy bad -> {
                return fail(syncing.failed(bad.cause(), bad.sentence()), "");
            }
        }
        return site.settings().tests() && !work.manifests().tests().isEmpty()
                ? test(syncing, commit)
                : bake(syncing, commit);
    }

    private TestHooks tests() {
        return new TestHooks(
                site.cluster(), work.lock(), work.namespace(), work.manifests().tests());
    }

    private Result test(Journal journal, String commit) throws DeployException {
        Journal testing = journal.at(Journal.Step.TESTING);
        work.lock().write(testing);
        site.say().accept("running the tests");
        Optional<String> failure = tests().run(site.settings().timeout());
        if (failure.isPresent()) {
            return fail(testing.failed("TestFailed", failure.get()), "");
        }
        deleteTests();
        return bake(testing, commit);
    }

    /** Tests that stay keep nobody from anything; the next run deletes them first. */
    private void deleteTests() {
        try {
            tests().delete();
        } catch (DeployException e) {
            site.say().accept("the tests stay in the cluster: " + e.sentence());
        }
    }

    private Result bake(Journal journal, String commit) throws DeployException {
        Instant began = Instant.parse(journal.began());
        BakeWindow window = new BakeWindow(site, work.lock(), work.bake());
        return switch (window.of(journal, began, work.manifests().committed(), work.namespace())) {
            case Acceptance.Proof proof -> record(proof, commit);
            case Acceptance.Failed failed -> fail(failed.journal(), failed.alerts());
        };
    }

    private Result record(Acceptance.Proof proof, String commit) throws DeployException {
        Journal recording = proof.journal().at(Journal.Step.RECORDING);
        work.lock().write(recording);
        int revision = recording.fromRevision() + 1;
        work.place()
                .ledger()
                .append(Records.promotion(
                        site,
                        work.release(),
                        recording,
                        revision,
                        LedgerEntry.GIT + commit,
                        work.approval(),
                        "",
                        proof));
        work.lock().done();
        if (proof.isUnknown()) {
            return Result.unknown("Commit " + commit, proof);
        }
        return new Result(
                Result.Outcome.PASSED,
                "",
                "%s runs %s as revision %d, commit %s"
                        .formatted(site.environment(), work.release().bundle(), revision, commit));
    }

    private Result fail(Journal failed, String alerts) throws DeployException {
        site.say().accept(failed.cause() + ": " + failed.sentence());
        return goBack(failed, alerts);
    }

    /** Goes back, or finishes going back. Evidence first: going back deletes it. */
    Result goBack(Journal journal, String alerts) throws DeployException {
        String folder = "%s/%s/%s".formatted(work.release().target().release(), site.environment(), journal.plan());
        String evidence = new Evidence(site.cluster(), site.evidence())
                .save(
                        folder,
                        work.namespace(),
                        work.release().resources(),
                        journal.cause() + ": " + journal.sentence(),
                        alerts);
        deleteTests();
        work.lock().write(journal);
        GitPlace place = work.place();
        place.ledger()
                .append(Records.promotion(
                        site,
                        work.release(),
                        journal,
                        journal.fromRevision() + 1,
                        "",
                        work.approval(),
                        evidence,
                        Acceptance.Proof.none(journal)));
        Retreat.Back back = new GitRetreat(site, work.release().target(), settings, place, work.lock()).go(journal);
        String reason = "%s (%s)"
                .formatted(
                        journal.cause(), journal.sentence().lines().findFirst().orElse(""));
        work.lock().hold(new Hold(site.actor(), site.now(), reason, back.done() ? journal.bundle() : ""));
        String stored = back.done() ? LedgerEntry.GIT + place.branch().head() : "";
        place.ledger().append(Records.back(site, work.release().target().release(), journal, back, stored));
        work.lock().done();
        String kept = evidence.isEmpty() ? "" : " Evidence: " + evidence.substring(0, evidence.lastIndexOf(' ')) + ".";
        return new Result(
                Result.Outcome.FAILED,
                back.done() || !back.action().equals("rollback") ? journal.cause() : "RollbackFailed",
                "%s: %s. Now %s.%s It is held: 'auditflow resume' lets this rendering be tried again"
                        .formatted(journal.cause(), journal.sentence(), back.sentence(), kept));
    }
}
