package dev.auditflow.cli;

import dev.auditflow.admission.AdmissionPolicies;
import dev.auditflow.admission.PolicySource;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.PolicyCheck;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.config.AdmissionSettings;
import dev.auditflow.config.AdmissionSettings.InNamespaces;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.gate.rules.RuleCatalog;
import dev.auditflow.host.FileWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** What decides. @throws ConfigException if it cannot be loaded */
    AdmissionPolicies load() throws ConfigException {
        return load(EnforcementPoint.WEBHOOK);
    }

    /** As {@link #load()}, for objects that are judged elsewhere. */
    AdmissionPolicies load(EnforcementPoint point) throws ConfigException {
        Config settings = configured();
        if (!environment.isEmpty() && !settings.environments().contains(environment)) {
            throw new ConfigException("%s has no environment \"%s\"; it has %s"
                    .formatted(config, environment, String.join(", ", settings.environments())));
        }
        Policies loaded = Policies.of(policies.over(settings.policies()), point);
        PolicyCheck check = loaded.check()
                .orElseThrow(
                        () -> new ConfigException("No policy is left to judge by; drop --no-builtin or name some"));
        Set<String> known = Stream.concat(RuleCatalog.ofTheGate().stream(), check.rules().stream())
                .map(rule -> rule.id())
                .collect(Collectors.toSet());
        loaded.refuseUnknown(settings.file(), known, Set.of());
        refuseUnknown(settings.admission(), known);
        Subject nothing = new Subject("", environment, "", kubeVersion, List.of(), List.of());
        return new AdmissionPolicies(
                check,
                check.digest(nothing),
                settings.admission(),
                settings.waivers(),
                config.toString(),
                environment,
                ConfigReader.minor(kubeVersion),
                settings.failOnWarn());
    }

    /** The same, again when a file changes. */
    PolicySource source() throws ConfigException {
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

    /** A mode for a rule that does not exist would be believed to hold. */
    private void refuseUnknown(AdmissionSettings settings, Set<String> known) throws ConfigException {
        Stream<String> named = Stream.concat(
                settings.rules().keySet().stream(),
                settings.namespaces().stream().map(InNamespaces::rules).flatMap(rules -> rules.keySet().stream()));
        List<String> unknown = named.filter(id -> !known.contains(id)).sorted().toList();
        if (!unknown.isEmpty()) {
            throw new ConfigException(
                    "%s: admission names \"%s\", which is no rule".formatted(config, unknown.getFirst()));
        }
    }
}
