package dev.auditflow.deploy;

import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.gitops.EnvironmentBranch;
import dev.auditflow.deploy.gitops.GitException;
import dev.auditflow.deploy.gitops.Remote;
import java.time.Duration;
import java.util.Optional;

/** What a person does by hand with a release whose branch a reconciler reads: the branch goes back in the same step. */
public final class GitOperator implements Operations {
    private final Site site;
    private final Target target;
    private final GitSettings settings;
    private final Remote remote;
    private final Operator operator;

    public GitOperator(Site site, Target target, GitSettings settings, Remote remote) {
        this.site = site;
        this.target = target;
        this.settings = settings;
        this.remote = remote;
        this.operator = new Operator(site, target);
    }

    /**
     * How a release is.
     *
     * @param branch its name and place
     * @param head the newest commit; empty if there is none
     * @param recorded the ledger's last entry about a revision
     * @param outside whether the branch holds something else than what the ledger says
     * @param holder who works on it now; empty for nobody
     * @param step what a promoter does or left undone; empty for nothing
     * @param reconciler its name
     * @param unready why the reconciler is not ready with what the branch holds; empty if it is
     */
    public record Status(
            String branch,
            String head,
            Optional<LedgerEntry> recorded,
            boolean outside,
            String holder,
            String step,
            Optional<Hold> hold,
            String reconciler,
            Optional<String> unready) {}

    /** Looks; changes nothing. */
    public Status status() throws DeployException {
        ReleaseLock.State state = ReleaseLock.look(
                site.cluster(), target.options().namespace(), target.options().releaseName());
        Reconciler reconciler = Reconciler.of(site.cluster(), settings, target);
        try (EnvironmentBranch branch = EnvironmentBranch.open(remote, settings)) {
            GitPlace place = place(branch);
            Optional<LedgerEntry> recorded = place.last();
            Optional<LedgerEntry> committed = place.lastCommitted();
            boolean outside = recorded.isPresent() && (committed.isEmpty() || !isAt(place, committed.get()));
            Reconciler.State now = reconciler.look(place.wanted(branch.head()));
            return new Status(
                    branch.shown(),
                    branch.head(),
                    recorded,
                    outside,
                    state.holder(),
                    state.journal().map(Journal::stepWords).orElse(""),
                    state.hold(),
                    reconciler.name(),
                    now.phase() == Reconciler.Phase.READY ? Optional.empty() : Optional.of(now.words()));
        } catch (GitException e) {
            throw DeployException.of(e);
        }
    }

    /** Besides the hold, what was never seen healthy goes from the branch, or the reconciler would go on with it. */
    @Override
    public String hold(String reason, Duration patience) throws DeployException {
        try (ReleaseLock lock = operator.take(patience)) {
            operator.hold(lock, reason);
            try (EnvironmentBranch branch = EnvironmentBranch.open(remote, settings)) {
                GitPlace place = place(branch);
                Optional<GitPlace.Good> good = place.lastGood("");
                if (good.isPresent() ? place.isAt(good.get().commit()) : !place.isUnproven()) {
                    return "";
                }
                Journal journal = started(lock, place, "", reason);
                lock.write(journal);
                GitRetreat retreat = retreat(place, lock);
                Retreat.Back back = good.isPresent() ? retreat.back(journal, good.get()) : retreat.go(journal);
                record(place, journal, back);
                lock.done();
                if (!back.done() && !back.action().equals("propose")) {
                    throw DeployException.refused(
                            "It is held, but the branch still has what was never seen healthy: " + back.sentence());
                }
                return "what the branch held was never seen healthy; now " + back.sentence();
            } catch (GitException e) {
                throw DeployException.of(e);
            }
        }
    }

    @Override
    public boolean resume(Duration patience) throws DeployException {
        return operator.resume(patience);
    }

    @Override
    public Result rollback(String reason, Duration patience) throws DeployException {
        try (ReleaseLock lock = operator.take(patience);
                EnvironmentBranch branch = EnvironmentBranch.open(remote, settings)) {
            GitPlace place = place(branch);
            String bundle = place.bundle().orElse("");
            GitPlace.Good good = place.lastGood(bundle)
                    .orElseThrow(() -> DeployException.refused(
                            "No other rendering that was healthy is on %s, so there is nothing to go back to"
                                    .formatted(branch.shown())));
            Journal journal = started(lock, place, bundle, reason);
            lock.write(journal);
            // Before the branch: whoever promotes next must not bring it again.
            lock.hold(new Hold(site.actor(), site.now(), "taken back by hand: " + reason, bundle));
            Retreat.Back back = retreat(place, lock).back(journal, good);
            record(place, journal, back);
            lock.done();
            boolean done = back.done() || back.action().equals("propose");
            return new Result(
                    back.done() ? Result.Outcome.PASSED : done ? Result.Outcome.PROPOSED : Result.Outcome.FAILED,
                    done ? "" : "RollbackFailed",
                    back.sentence());
        } catch (GitException e) {
            throw DeployException.of(e);
        }
    }

    private GitRetreat retreat(GitPlace place, ReleaseLock lock) {
        return new GitRetreat(site, target, settings, place, lock);
    }

    private void record(GitPlace place, Journal journal, Retreat.Back back) throws DeployException {
        String stored = back.done() ? LedgerEntry.GIT + place.branch().head() : "";
        place.ledger().append(Records.back(site, target.release(), journal, back, stored));
    }

    private Journal started(ReleaseLock lock, GitPlace place, String bundle, String reason) throws DeployException {
        int revision = place.revision();
        return lock.journal()
                .filter(one -> !one.cause().isEmpty())
                .orElseGet(() -> Journal.start(Operator.plan(), bundle, revision, site.now())
                        .at(Journal.Step.GOING_BACK)
                        .because(Journal.BY_HAND, reason));
    }

    private GitPlace place(EnvironmentBranch branch) throws DeployException {
        return new GitPlace(branch, operator.ledger(), settings, target);
    }

    private static boolean isAt(GitPlace place, LedgerEntry entry) throws DeployException {
        Optional<String> commit = entry.branchCommit();
        return commit.isPresent() && place.isAt(commit.get());
    }
}
