package dev.auditflow.cli;

import dev.auditflow.admission.AdmissionPolicies;
import dev.auditflow.admission.PolicySource;
import dev.auditflow.admission.bundle.BundleSource;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.host.FileWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags that say by which policies objects are judged on their way into a cluster. */
final class AdmissionFlags {
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

    /** What decides. @throws ConfigException if it cannot be loaded */
    AdmissionPolicies load() throws ConfigException {
        return load(EnforcementPoint.WEBHOOK);
    }

    /** As {@link #load()}, for objects that are judged elsewhere. */
    AdmissionPolicies load(EnforcementPoint point) throws ConfigException {
        if (bundle.isGiven()) {
            try {
                return fromBundle(point).load();
            } catch (PolicySource.Unusable e) {
                throw new ConfigException(String.valueOf(e.getMessage()));
            }
        }
        bundle.refuseAlone();
        Config settings = configured();
        Policies loaded = Policies.of(policies.over(settings.policies()), point);
        return AdmissionWiring.of(settings, loaded, config, environment, kubeVersion);
    }

    private BundleSource fromBundle(EnforcementPoint point) throws ConfigException {
        if (!config.equals(Path.of(Config.FILE_NAME)) || policies.areGiven()) {
            throw new ConfigException("A bundle holds its configuration and policies; leave -c, -p and the flags"
                    + " beside them out, or give them to 'auditflow bundle build'");
        }
        return bundle.source(read -> {
            try {
                return BundledPolicies.of(read, point).admission(environment, kubeVersion);
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
        return new PolicySource() {
            @Override
            public AdmissionPolicies load() throws Unusable {
                try {
                    AdmissionPolicies loaded = AdmissionFlags.this.load();
                    files.add(inputs());
                    return loaded;
                } catch (ConfigException e) {
                    throw new Unusable(String.valueOf(e.getMessage()));
                }
            }

            @Override
            public void await() throws InterruptedException {
                files.await();
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
