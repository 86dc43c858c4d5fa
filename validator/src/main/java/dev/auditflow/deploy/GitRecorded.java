package dev.auditflow.deploy;

import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.gitops.EnvironmentBranch;
import dev.auditflow.deploy.gitops.GitException;
import dev.auditflow.deploy.gitops.Remote;
import dev.auditflow.manifest.Resource;
import java.util.List;
import java.util.Optional;

/** What must run of a release whose branch a reconciler reads. */
public final class GitRecorded {
    private GitRecorded() {}

    /**
     * Reads the commit of the ledger's last row; changes nothing. Secrets that SOPS encrypted there are not among the objects, since
     * only the reconciler can read them.
     *
     * @return empty if the release was taken away again
     * @throws DeployException if a promotion is at work, nothing was promoted by Git, or the commit is not on the branch any more
     */
    public static Optional<Recorded> of(Site site, Target target, GitSettings settings, Remote remote)
            throws DeployException {
        Recorded.requireRest(site, target);
        Optional<LedgerEntry> last = Recorded.last(site, target);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        LedgerEntry entry = last.get();
        String commit = entry.branchCommit()
                .orElseThrow(() -> DeployException.inconclusive(
                        "The last promotion of %s to %s did not go by Git, as it does now; promote it again"
                                .formatted(target.release(), site.environment())));
        Ledger ledger =
                Ledger.of(site, target.options().namespace(), target.options().releaseName());
        try (EnvironmentBranch branch = EnvironmentBranch.open(remote, settings)) {
            branch.keep(commit);
            GitPlace place = new GitPlace(branch, ledger, settings, target);
            List<Resource> objects = GitPlace.readable(place.objects(commit));
            String newest = place.isAt(commit) ? commit : branch.head();
            return Optional.of(new Recorded(entry, commit, newest, objects, List.of()));
        } catch (GitException e) {
            throw DeployException.of(e);
        }
    }
}
