package dev.auditflow.deploy;

import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.gitops.EnvironmentBranch;
import dev.auditflow.deploy.gitops.GitException;
import dev.auditflow.deploy.gitops.Remote;
import java.util.Optional;

/** Looks at what a reconciler runs in the environment before. */
public final class GitPrecedent {
    private final GitSettings settings;
    private final Remote remote;
    private final Target target;

    /** The release in the environment before, which the settings and the remote are of too. */
    public GitPrecedent(GitSettings settings, Remote remote, Target target) {
        this.settings = settings;
        this.remote = remote;
        this.target = target;
    }

    /** Why what the ledger says does not run there, healthy; empty if it does. */
    Optional<String> trouble(Cluster cluster, Ledger ledger, LedgerEntry entry) throws DeployException {
        Optional<String> commit = entry.branchCommit();
        if (commit.isEmpty()) {
            return Optional.of("its last promotion did not go by Git, as it does now");
        }
        try (EnvironmentBranch branch = EnvironmentBranch.open(remote, settings)) {
            GitPlace place = new GitPlace(branch, ledger, settings, target);
            if (!place.isAt(commit.get())) {
                return Optional.of("what is on its branch now is not what its ledger says (revision %d)"
                        .formatted(entry.toRevision()));
            }
            Reconciler reconciler = Reconciler.of(cluster, settings, target);
            Reconciler.State state = reconciler.look(place.wanted(commit.get()));
            return state.phase() == Reconciler.Phase.READY
                    ? Optional.empty()
                    : Optional.of("its %s is not ready: %s".formatted(reconciler.name(), state.words()));
        } catch (GitException e) {
            throw DeployException.of(e);
        }
    }
}
