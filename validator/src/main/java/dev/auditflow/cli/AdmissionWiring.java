package dev.auditflow.cli;

import dev.auditflow.admission.AdmissionPolicies;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.PolicyCheck;
import dev.auditflow.config.AdmissionSettings;
import dev.auditflow.config.AdmissionSettings.InNamespaces;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.gate.rules.RuleCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Policies and settings, put together for the way into a cluster. */
final class AdmissionWiring {
    private AdmissionWiring() {}

    /**
     * What decides.
     *
     * @param file the configuration as messages name it
     * @param environment whose waivers count; empty for none
     * @throws ConfigException if there is nothing to judge by, or settings are about what does not exist
     */
    static AdmissionPolicies of(Config settings, Policies loaded, Path file, String environment, String kubeVersion)
            throws ConfigException {
        if (!environment.isEmpty() && !settings.environments().contains(environment)) {
            throw new ConfigException("%s has no environment \"%s\"; it has %s"
                    .formatted(file, environment, String.join(", ", settings.environments())));
        }
        PolicyCheck check = loaded.check()
                .orElseThrow(
                        () -> new ConfigException("No policy is left to judge by; drop --no-builtin or name some"));
        Set<String> known = Stream.concat(RuleCatalog.ofTheGate().stream(), check.rules().stream())
                .map(rule -> rule.id())
                .collect(Collectors.toSet());
        loaded.refuseUnknown(settings.file(), known, Set.of());
        refuseUnknown(settings.admission(), known, file);
        Subject nothing = new Subject("", environment, "", kubeVersion, List.of(), List.of());
        return new AdmissionPolicies(
                check,
                check.digest(nothing),
                settings.admission(),
                settings.waivers(),
                file.toString(),
                environment,
                ConfigReader.minor(kubeVersion),
                settings.failOnWarn());
    }

    /** A mode for a rule that does not exist would be believed to hold. */
    private static void refuseUnknown(AdmissionSettings settings, Set<String> known, Path file) throws ConfigException {
        Stream<String> named = Stream.concat(
                settings.rules().keySet().stream(),
                settings.namespaces().stream().map(InNamespaces::rules).flatMap(rules -> rules.keySet().stream()));
        List<String> unknown = named.filter(id -> !known.contains(id)).sorted().toList();
        if (!unknown.isEmpty()) {
            throw new ConfigException(
                    "%s: admission names \"%s\", which is no rule".formatted(file, unknown.getFirst()));
        }
    }
}
