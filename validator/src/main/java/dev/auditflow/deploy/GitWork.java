package dev.auditflow.deploy;

import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.deploy.gitops.Manifests;
import dev.auditflow.deploy.gitops.SourceCommit;

/**
 * The parts of one promotion by Git.
 *
 * @param approval who approved; empty if nobody had to
 */
record GitWork(
        VerifiedRelease release,
        Manifests manifests,
        SourceCommit source,
        String approval,
        Reconciler reconciler,
        ReleaseLock lock,
        Bake bake,
        GitPlace place) {
    String namespace() {
        return release.target().options().namespace();
    }
}
