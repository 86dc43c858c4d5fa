package dev.auditflow.deploy;

import dev.auditflow.attest.Seal;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.deploy.rows.LedgerPlace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * One environment's cluster, and all that working there needs.
 *
 * @param environment its name
 * @param settings of the environment
 * @param kubeconfig an empty path for the usual ones
 * @param helm path of helm; empty to look on the PATH
 * @param seal names what Helm keeps
 * @param actor who does it, for the ledger
 * @param evidence folder for what is saved of failures
 * @param say told what is done, in sentences
 * @param source what is promoted from, for the ledger
 * @param ledger where the ledgers of the environment lie
 */
public record Site(
        Cluster cluster,
        String environment,
        DeploySettings settings,
        Path kubeconfig,
        String helm,
        Seal seal,
        String actor,
        Path evidence,
        Clock clock,
        Consumer<String> say,
        SourceCommit source,
        LedgerPlace ledger) {

    /** Connects to the environment's cluster, and to no other. @throws DeployException if it is another one */
    public static Cluster connect(String environment, DeploySettings settings, Path kubeconfig) throws DeployException {
        Cluster cluster = Cluster.connect(kubeconfig, settings.context());
        try {
            String id = cluster.id();
            if (!id.equals(settings.cluster())) {
                throw DeployException.refused(
                        "This is the cluster %s, and %s is %s: nothing was changed. Choose another context, or correct \"cluster\" of the environment"
                                .formatted(id.isEmpty() ? "without a name" : id, environment, settings.cluster()));
            }
            return cluster;
        } catch (DeployException e) {
            cluster.close();
            throw e;
        }
    }

    HelmProgram program() throws DeployException {
        return HelmProgram.find(helm, kubeconfig, settings.context(), settings.timeout(), cluster.hidden());
    }

    String now() {
        return clock.instant()
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString();
    }
}
