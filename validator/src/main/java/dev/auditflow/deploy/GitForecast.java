package dev.auditflow.deploy;

import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.config.GitSettings;
import dev.auditflow.deploy.gitops.EnvironmentBranch;
import dev.auditflow.deploy.gitops.GitException;
import dev.auditflow.deploy.gitops.Remote;
import java.util.Optional;

/** The steps of a forecast that a reconciler's branch has in the place of helm. */
public final class GitForecast {
    private final Site site;
    private final GitSettings settings;
    private final Remote remote;

    /** Looks at the branch of a site's environment. */
    public GitForecast(Site site, GitSettings settings, Remote remote) {
        this.site = site;
        this.settings = settings;
        this.remote = remote;
    }

    /** Who reads the branch. @throws DeployException if nobody does */
    String reconciler(VerifiedRelease release) throws DeployException {
        Reconciler reconciler = Reconciler.of(site.cluster(), settings, release.target());
        reconciler.require();
        return reconciler.name() + " reads it";
    }

    /** What would be committed. @throws DeployException if nothing could be */
    String branch(VerifiedRelease release) throws DeployException {
        OnBranch now = OnBranch.of(settings, remote, release.target(), release.resources());
        String where = now.commit().isEmpty() ? "there is none yet" : "commit " + now.commit();
        return "%s; %d objects would be committed%s"
                .formatted(where, now.proposed().size(), settings.review() ? " for a pull request" : "");
    }

    /** Where it would go back to. */
    String wayBack(VerifiedRelease release) throws DeployException {
        Ledger ledger = Ledger.of(
                site,
                release.target().options().namespace(),
                release.target().options().releaseName());
        try (EnvironmentBranch branch = EnvironmentBranch.open(remote, settings)) {
            GitPlace place = new GitPlace(branch, ledger, settings, release.target());
            Optional<GitPlace.Good> good = place.lastGood(release.bundle());
            String none = place.wasHealthy()
                    ? "no commit that was healthy is on the branch; nothing would be taken back"
                    : "nothing was healthy here before; it would be taken off the branch, but for what holds data";
            return good.map(one -> "commit %s, which was healthy".formatted(one.commit()))
                    .orElse(none);
        } catch (GitException e) {
            throw DeployException.of(e);
        }
    }
}
