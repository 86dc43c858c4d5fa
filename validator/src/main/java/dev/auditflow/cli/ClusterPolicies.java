package dev.auditflow.cli;

import dev.auditflow.admission.audit.ApiServer;
import dev.auditflow.admission.cluster.ClusterConstraints;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary.Source;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.PolicyCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The templates and constraints of a cluster, asked for again from time to time. For one thread at a time. */
final class ClusterPolicies implements AutoCloseable {
    private final KubernetesClient client;
    private final ClusterConstraints constraints;
    private @Nullable List<Source> last;
    private String trouble = "";

    private ClusterPolicies(KubernetesClient client) {
        this.client = client;
        this.constraints = new ClusterConstraints(new ApiServer(client));
    }

    /** What a cluster has now; nothing if none is wanted. @throws ConfigException if it does not say */
    static List<Source> of(PolicyCluster cluster) throws ConfigException {
        if (!cluster.isWanted()) {
            return List.of();
        }
        try (ClusterPolicies policies = new ClusterPolicies(PolicyClusterFlags.connect(cluster))) {
            Optional<List<Source>> found = policies.constraints.read();
            if (found.isEmpty() && cluster.mustHave()) {
                throw new ConfigException(
                        "The cluster does not have Gatekeeper's CRDs (templates.gatekeeper.sh), so it has no"
                                + " policies; apply them, or leave --cluster-policies out");
            }
            return found.orElse(List.of());
        } catch (ApiServer.Refused e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    /** Begins to watch a cluster as it is now. @throws ConfigException if its kubeconfig cannot be used */
    static ClusterPolicies watch(PolicyCluster cluster) throws ConfigException {
        ClusterPolicies policies = new ClusterPolicies(PolicyClusterFlags.connect(cluster));
        policies.hasNews();
        return policies;
    }

    /** Whether there is something else than at the last call, or another reason why nobody knows. */
    boolean hasNews() {
        try {
            List<Source> now = constraints.read().orElse(List.of());
            boolean news = !now.equals(last) || !trouble.isEmpty();
            last = now;
            trouble = "";
            return news;
        } catch (ApiServer.Refused e) {
            String reason = String.valueOf(e.getMessage());
            boolean news = !reason.equals(trouble);
            trouble = reason;
            return news;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
