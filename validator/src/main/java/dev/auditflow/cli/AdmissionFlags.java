package dev.auditflow.cli;

import dev.auditflow.admission.AdmissionPolicies;
import dev.auditflow.admission.PolicySource;
import dev.auditflow.admission.audit.ApiServer;
import dev.auditflow.admission.bundle.BundleSource;
import dev.auditflow.admission.cluster.ClusterObjects;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.check.policy.gatekeeper.Surroundings;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.PolicyCluster;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.host.FileWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags that say by which policies objects are judged on their way into a cluster. */
final class AdmissionFlags implements AutoCloseable {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration (default: auditflow.yaml, if it is there).")
    private Path config = Path.of(Config.FILE_NAME);

    @Option(names = "--env", paramLabel = "NAME", description = "Environment of the cluster: its waivers count.")
    private String environment = "";

    @Option(
            names = "--kube-version",
            paramLabel = "VERSION",
            description = "Kubernetes version of the cluster (default: " + Config.DEFAULT_KUBERNETES + ").")
    private String kubeVersion = Config.DEFAULT_KUBERNETES;

    @Mixin
    private PolicyFlags policies = new PolicyFlags();

    @Mixin
    private BundleFlags bundle = new BundleFlags();

    @Option(
            names = "--cluster-objects",
            description = {
                "Let Gatekeeper's constraints look up the labels of namespaces and what Gatekeeper's Config names,",
                "in the cluster of --cluster-context."
            })
    private boolean lookUp;

    @Option(
            names = "--cluster-poll",
            paramLabel = "DURATION",
            description =
                    "How often a cluster is asked for other policies, and for Gatekeeper's Config (default: PT10S).")
    private Duration poll = Duration.ofSeconds(10);

    private @Nullable ClusterObjects objects;

    /** Which cluster policies come from, and what is looked up in. */
    PolicyClusterFlags cluster() {
        return policies.cluster();
    }

    /** What is looked up in the cluster, empty if nothing is. @throws ConfigException if it cannot be */
    Optional<ClusterObjects> objects() throws ConfigException {
        if (poll.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new ConfigException("--cluster-poll takes PT1S or more, not " + poll);
        }
        if (lookUp && objects == null) {
            try {
                objects = ClusterObjects.start(
                        PolicyClusterFlags.connect(policies.cluster().place()), poll);
            } catch (ApiServer.Refused e) {
                throw new ConfigException(String.valueOf(e.getMessage()));
            }
        }
        return Optional.ofNullable(objects);
    }

    private Surroundings around() throws ConfigException {
        Optional<ClusterObjects> some = objects();
        return some.isPresent() ? some.get() : Surroundings.none();
    }

    @Override
    public void close() {
        if (objects != null) {
            objects.close();
        }
    }

    /** What decides. @throws ConfigException if it cannot be loaded */
    AdmissionPolicies load() throws ConfigException {
        return load(EnforcementPoint.WEBHOOK);
    }

    /** As {@link #load()}, for objects that are judged elsewhere. */
    AdmissionPolicies load(EnforcementPoint point) throws ConfigException {
        return load(point, true);
    }

    /** @param mustHave whether a cluster that policies come from must have Gatekeeper's CRDs */
    private AdmissionPolicies load(EnforcementPoint point, boolean mustHave) throws ConfigException {
        if (bundle.isGiven()) {
            try {
                return fromBundle(point).load();
            } catch (PolicySource.Unusable e) {
                throw new ConfigException(String.valueOf(e.getMessage()));
            }
        }
        bundle.refuseAlone();
        Config settings = configured();
        PolicySettings wanted = policies.over(settings.policies());
        Policies loaded = Policies.of(mustHave ? wanted : wanted.forServer(), point, around());
        return AdmissionWiring.of(settings, loaded, config, environment, kubeVersion);
    }

    private BundleSource fromBundle(EnforcementPoint point) throws ConfigException {
        if (!config.equals(Path.of(Config.FILE_NAME)) || policies.areGiven()) {
            throw new ConfigException("A bundle holds its configuration and policies; leave -c, -p and the flags"
                    + " beside them out, or give them to 'auditflow bundle build'");
        }
        Surroundings around = around();
        return bundle.source(read -> {
            try {
                return BundledPolicies.of(read, point, around).admission(environment, kubeVersion);
            } catch (ConfigException e) {
                throw new PolicySource.Unusable(String.valueOf(e.getMessage()));
            }
        });
    }

    /** The same, again when a file or the bundle changes. */
    PolicySource source() throws ConfigException {
        if (bundle.isGiven()) {
            return fromBundle(EnforcementPoint.WEBHOOK);
        }
        bundle.refuseAlone();
        FileWatch files = new FileWatch();
        files.add(inputs());
        PolicyCluster place = policies.cluster().policies();
        @Nullable ClusterPolicies cluster = place.isWanted() ? ClusterPolicies.watch(place) : null;
        return new PolicySource() {
            @Override
            public AdmissionPolicies load() throws Unusable {
                try {
                    AdmissionPolicies loaded = AdmissionFlags.this.load(EnforcementPoint.WEBHOOK, false);
                    files.add(inputs());
                    return loaded;
                } catch (ConfigException e) {
                    throw new Unusable(String.valueOf(e.getMessage()));
                }
            }

            @Override
            public void await() throws InterruptedException {
                if (cluster == null) {
                    files.await();
                    return;
                }
                boolean news = false;
                while (!news) {
                    news = !files.await(poll).isEmpty() || cluster.hasNews();
                }
            }
        };
    }

    private Config configured() throws ConfigException {
        boolean named = !config.equals(Path.of(Config.FILE_NAME));
        return named || Files.exists(config) ? ConfigReader.read(config) : Selection.none();
    }

    private List<Path> inputs() throws ConfigException {
        PolicySettings settings = policies.over(configured().policies());
        List<Path> paths = new ArrayList<>(List.of(config));
        paths.addAll(settings.paths());
        paths.addAll(settings.data());
        return paths;
    }
}
