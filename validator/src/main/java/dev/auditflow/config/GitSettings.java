package dev.auditflow.config;

import java.nio.file.Path;

/**
 * What {@code git} of an environment says: the branch that its reconciler, Argo CD or Flux, reads.
 *
 * @param remote the name of a remote of the repository around the configuration, a URL, or a path from its folder
 * @param branch the branch, such as {@code environments/staging}
 * @param reconciler who reads it
 * @param namespace of the Application or Kustomization, which is named {@code RELEASE-ENVIRONMENT}
 * @param path folder in the branch below which each release has its own; empty for the root
 * @param filePerObject whether each object has a file of its own
 * @param review whether commits go to {@code BRANCH-next} for a pull request
 * @param signingKey file of an SSH key, or {@code gpg:ID}; empty for commits without a signature
 * @param committer {@code Name <address>}
 * @param access what the remote wants to see; its token is where the token is
 * @param file the configuration
 */
public record GitSettings(
        String remote,
        String branch,
        Reconciler reconciler,
        String namespace,
        String path,
        boolean filePerObject,
        boolean review,
        String signingKey,
        String committer,
        GitAccess access,
        Path file) {
    /** Who brings what is on the branch to the cluster. */
    public enum Reconciler {
        /** Argo CD, by an Application. */
        ARGOCD,
        /** Flux, by a Kustomization and its GitRepository. */
        FLUX
    }

    /** The folder of the configuration, absolute. */
    public Path folder() {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    /** The folder of a release in the branch, without a slash at its end. */
    public String folderOf(String release) {
        return path.isEmpty() ? release : path + "/" + release;
    }

    /** The branch from which a pull request goes to the environment's. */
    public String next() {
        return branch + "-next";
    }
}
