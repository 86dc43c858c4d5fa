package dev.auditflow.deploy;

import dev.auditflow.attest.VerifiedRelease;
import dev.auditflow.deploy.gitops.DryCommit;
import dev.auditflow.deploy.gitops.Manifests;

/**
 * The parts of one promotion by Git.
 *
 * @param approval who approved; empty if nobody had to
 */
record GitWork(
        VerifiedRelease release,
        Manifests manifests,
        DryCommit source,
        String approval,
        Reconciler reconciler,
        ReleaseLock lock,
        Bake bake,
        GitPlace place) {
    String namespace() {
        return release.target().options().namespace();
    }
}
