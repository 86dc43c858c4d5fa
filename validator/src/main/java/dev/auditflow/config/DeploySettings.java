package dev.auditflow.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What {@code deploy} of an environment says.
 *
 * @param context of the kubeconfig; empty for its current one, or the pod's own cluster
 * @param cluster the only cluster to deploy to: the UID of its namespace {@code kube-system}
 * @param timeout for helm's hooks, for health and for tests, each
 * @param soak how long the environment before must have been healthy with it
 * @param approval who has to approve
 * @param tests whether {@code helm test} runs
 * @param secrets files of SOPS with the Secrets that the release finds there
 * @param bake how long a release is watched before it counts
 * @param notifications who is told how a promotion ended
 * @param ledger where its ledgers lie
 */
public record DeploySettings(
        String context,
        String cluster,
        Duration timeout,
        Duration soak,
        Approval approval,
        boolean tests,
        List<Path> secrets,
        BakeSettings bake,
        List<NotificationSettings> notifications,
        LedgerSettings ledger) {
    /** Who has to approve. */
    public enum Approval {
        /** Nobody. */
        NONE,
        /** Somebody by a signature. */
        SIGNED,
        /** A reviewer of the environment at GitHub. */
        GITHUB
    }

    public DeploySettings {
        secrets = List.copyOf(secrets);
        notifications = List.copyOf(notifications);
    }
}
