package dev.auditflow.deploy;

import dev.auditflow.config.GitSettings;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.gitops.EnvironmentBranch;
import dev.auditflow.deploy.gitops.GitException;
import dev.auditflow.deploy.gitops.Manifests;
import dev.auditflow.deploy.gitops.Remote;
import dev.auditflow.manifest.Resource;
import java.util.List;

/**
 * What the branch that a reconciler reads has of a release, and what a promotion would put there. Secrets that SOPS encrypted are in
 * neither.
 *
 * @param commit the newest of the branch; empty if there is no branch
 */
public record OnBranch(String commit, List<Resource> objects, List<Resource> proposed) {
    public OnBranch {
        objects = List.copyOf(objects);
        proposed = List.copyOf(proposed);
    }

    /**
     * Reads it; changes nothing.
     *
     * @param rendered what the chart renders now
     * @throws DeployException if the branch cannot be read, or the rendering must not be in Git
     */
    public static OnBranch of(GitSettings settings, Remote remote, Target target, List<Resource> rendered)
            throws DeployException {
        try (EnvironmentBranch branch = EnvironmentBranch.open(remote, settings)) {
            List<Resource> proposed =
                    Manifests.of(rendered, target.name(), settings.reconciler()).committed();
            List<Resource> objects = branch.head().isEmpty()
                    ? List.of()
                    : GitPlace.objects(branch, branch.head(), settings.folderOf(target.release()));
            return new OnBranch(branch.head(), GitPlace.readable(objects), proposed);
        } catch (GitException e) {
            throw DeployException.of(e);
        }
    }
}
