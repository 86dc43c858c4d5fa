package dev.auditflow.cli;

import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.Site;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which side of a cluster renderings are compared with, and where it is. */
final class ClusterFlags {
    @Option(
            names = "--against-release",
            description = "Compare with the release that Helm keeps as installed in each target's cluster.")
    private boolean release;

    @Option(
            names = "--against-live",
            description =
                    "Compare with the objects as they are in each target's cluster now, somebody's edits included.")
    private boolean live;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "Kubeconfig for those two (default: KUBECONFIG, ~/.kube/config, or the pod's service account).")
    private Path kubeconfig = Path.of("");

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Context of the kubeconfig, for environments whose \"deploy\" says nothing of a cluster.")
    private String context = "";

    boolean isGiven() {
        return release || live;
    }

    boolean live() {
        return live;
    }

    /** Whether the flags contradict each other. @throws ConfigException if they do */
    void refuseBoth(AgainstFlags against) throws ConfigException {
        if ((release && live) || (isGiven() && against.isGiven())) {
            throw new ConfigException(
                    "Only one of --against, --against-env, --against-release and --against-live can be used at once");
        }
        if (!isGiven() && (!context.isEmpty() || !kubeconfig.toString().isEmpty())) {
            throw new ConfigException("--kubeconfig and --context need --against-release or --against-live");
        }
    }

    /** The cluster of an environment. @throws ConfigException if nothing says which it is */
    Cluster connect(Config config, String environment) throws ConfigException, DeployException {
        DeploySettings settings = config.deployments().get(environment);
        if (settings != null) {
            if (!context.isEmpty() && !context.equals(settings.context())) {
                throw new ConfigException("--context %s: %s says that %s is in the context %s; leave --context out"
                        .formatted(context, config.file(), environment, settings.context()));
            }
            return Site.connect(environment, settings, kubeconfig);
        }
        if (context.isEmpty()) {
            throw new ConfigException(
                    "%s does not say where %s is; add \"deploy: {context: …, cluster: …}\" to the environment, or name a context by --context"
                            .formatted(config.file(), environment));
        }
        return Cluster.connect(kubeconfig, context);
    }
}
