package dev.auditflow.deploy;

import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.gitops.GitException;
import dev.auditflow.deploy.gitops.Provenance;
import java.util.Optional;

/**
 * Goes back on a branch: a new commit with the files of the last one that the ledger knows as healthy, so that the reconciler
 * brings that and nothing redoes what failed. A first rendering is taken back as {@link GitTakeBack} says. Where something was
 * healthy once and is not on the branch any more, the branch stays as it is for a person to look at.
 */
final class GitRetreat {
    private final Site site;
    private final Target target;
    private final GitSettings settings;
    private final GitPlace place;
    private final ReleaseLock lock;

    GitRetreat(Site site, Target target, GitSettings settings, GitPlace place, ReleaseLock lock) {
        this.site = site;
        this.target = target;
        this.settings = settings;
        this.place = place;
        this.lock = lock;
    }

    /** Goes back, or finishes going back. The journal says already that it does. */
    Retreat.Back go(Journal journal) throws DeployException {
        Optional<GitPlace.Good> good = place.lastGood(journal.bundle());
        if (good.isPresent()) {
            return back(journal, good.get());
        }
        return place.wasHealthy()
                ? new Retreat.Back(
                        "",
                        false,
                        place.revision(),
                        "nothing was taken back: no rendering that was healthy before is on %s"
                                .formatted(place.branch().shown()),
                        Optional.empty())
                : new GitTakeBack(site, target, settings, place, lock).go(journal);
    }

    /** Goes back to a commit that was healthy. */
    Retreat.Back back(Journal journal, GitPlace.Good good) throws DeployException {
        String commit;
        try {
            if (place.isAt(good.commit())) {
                commit = place.branch().head();
            } else if (settings.review()) {
                return proposed(journal, good);
            } else {
                site.say().accept("going back to commit " + good.commit());
                commit = place.branch().restore(place.folder(), good.commit(), message(journal, good));
            }
        } catch (GitException e) {
            return failed(good, "the branch could not be taken back: " + e.sentence());
        }
        HealthWatch.Result health = new SyncWatch(site, lock, Reconciler.of(site.cluster(), settings, target))
                .await(
                        place.wanted(commit),
                        place.objects(commit),
                        target.options().namespace());
        return switch (health) {
            case HealthWatch.Result.Healthy _ ->
                new Retreat.Back(
                        "rollback",
                        true,
                        place.revision() + 1,
                        "commit %s, which holds what was healthy as revision %d, runs"
                                .formatted(commit, good.entry().toRevision()),
                        Optional.of(good.entry()));
            case HealthWatch.Result.Unhealthy bad ->
                failed(good, "the branch is back at what was healthy, and it is not healthy now: " + bad.sentence());
        };
    }

    private Retreat.Back proposed(Journal journal, GitPlace.Good good) throws GitException, DeployException {
        String commit = place.branch().proposeRestored(place.folder(), good.commit(), message(journal, good));
        return new Retreat.Back(
                "propose",
                false,
                place.revision(),
                "commit %s on %s goes back to what was healthy; merge it".formatted(commit, settings.next()),
                Optional.of(good.entry()));
    }

    private String message(Journal journal, GitPlace.Good good) {
        return Provenance.back(
                target.release(),
                site.environment(),
                good.commit(),
                good.entry().bundle(),
                journal.plan(),
                site.actor(),
                Redaction.of(reason(journal)));
    }

    /** Why, in one line: a person's reason, or what failed. */
    static String reason(Journal journal) {
        return journal.cause().equals(Journal.BY_HAND)
                ? journal.sentence()
                : journal.cause() + ": "
                        + journal.sentence().lines().findFirst().orElse("");
    }

    /** There is no rollback of a rollback. */
    private Retreat.Back failed(GitPlace.Good good, String sentence) throws DeployException {
        return new Retreat.Back("rollback", false, place.revision(), sentence, Optional.of(good.entry()));
    }
}
