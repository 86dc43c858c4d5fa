package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.config.PolicyCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Flags that say which cluster has policies. */
final class PolicyClusterFlags {
    private static final int TRIES = 4;

    @Option(
            names = "--cluster-policies",
            description = "Gatekeeper's templates and constraints that a cluster has, beside those of files.")
    private boolean wanted;

    @Option(
            names = "--cluster-kubeconfig",
            paramLabel = "FILE",
            description =
                    "Kubeconfig of that cluster (default: KUBECONFIG, ~/.kube/config, or the pod's service account).")
    private Path kubeconfig = Path.of("");

    @Option(
            names = "--cluster-context",
            paramLabel = "NAME",
            description = "Context of that kubeconfig (default: the current one).")
    private String context = "";

    /** The cluster whose policies are wanted, if any is. */
    PolicyCluster policies() {
        return wanted ? new PolicyCluster(true, kubeconfig, context, true) : PolicyCluster.none();
    }

    /** The cluster of the flags, whether or not its policies are wanted. */
    PolicyCluster place() {
        return new PolicyCluster(true, kubeconfig, context, false);
    }

    /** Takes a context for where the flags name none. */
    void orContext(String other) {
        if (context.isEmpty()) {
            context = other;
        }
    }

    /** A client of a cluster. @throws ConfigException if the kubeconfig cannot be used */
    static KubernetesClient connect(PolicyCluster cluster) throws ConfigException {
        Path file = cluster.kubeconfig();
        String context = cluster.context();
        try {
            if (!file.toString().isEmpty() && !Files.isReadable(file)) {
                throw new ConfigException("The kubeconfig %s is not there, or not readable".formatted(file));
            }
            Config config = file.toString().isEmpty()
                    ? Config.autoConfigure(context.isEmpty() ? null : context)
                    : Config.fromKubeconfig(context.isEmpty() ? null : context, file.toFile());
            if (!context.isEmpty()
                    && (config.getCurrentContext() == null
                            || !config.getCurrentContext().getName().equals(context))) {
                throw new ConfigException("The kubeconfig has no context \"%s\"".formatted(context));
            }
            config.setRequestRetryBackoffLimit(TRIES);
            return new KubernetesClientBuilder().withConfig(config).build();
        } catch (KubernetesClientException e) {
            throw new ConfigException("The kubeconfig cannot be used: " + e.getMessage());
        }
    }
}
