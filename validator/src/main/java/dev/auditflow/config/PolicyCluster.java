package dev.auditflow.config;

import java.nio.file.Path;

/**
 * A cluster whose Gatekeeper templates and constraints are policies.
 *
 * @param isWanted whether there is one at all
 * @param kubeconfig an empty path for the usual ones, or the pod's own account
 * @param context of the kubeconfig; empty for its current one
 * @param mustHave whether a cluster without Gatekeeper's CRDs is a mistake, not a cluster without constraints yet
 */
public record PolicyCluster(boolean isWanted, Path kubeconfig, String context, boolean mustHave) {
    /** None. */
    public static PolicyCluster none() {
        return new PolicyCluster(false, Path.of(""), "", false);
    }

    /** The same for a server, which goes on while CRDs come and go. */
    public PolicyCluster forServer() {
        return new PolicyCluster(isWanted, kubeconfig, context, false);
    }
}
