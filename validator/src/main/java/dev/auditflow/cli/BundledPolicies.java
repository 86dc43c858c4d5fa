package dev.auditflow.cli;

import dev.auditflow.admission.AdmissionPolicies;
import dev.auditflow.check.policy.GatekeeperPolicies;
import dev.auditflow.check.policy.OwnPolicies;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary;
import dev.auditflow.check.policy.gatekeeper.Surroundings;
import dev.auditflow.check.policy.rego.Limits;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.gate.bundle.PolicyBundle;
import dev.auditflow.gate.opa.ClassCache;
import java.nio.file.Path;
import java.util.Optional;

/** What a bundle holds, ready to judge by; there is nothing to compile. */
record BundledPolicies(Config config, Policies policies) {
    /** @throws ConfigException if the bundle holds what cannot run */
    static BundledPolicies of(PolicyBundle bundle, EnforcementPoint point, Surroundings around) throws ConfigException {
        Config config = ConfigReader.read(Path.of(Config.FILE_NAME), bundle.config());
        PolicySettings settings = config.policies();
        try {
            Policies policies =
                    Policies.of(settings, rego(bundle, settings), gatekeeper(bundle, settings, point, around));
            return new BundledPolicies(config, policies);
        } catch (PolicyLoadException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    /** For the way into a cluster. @throws ConfigException as {@link AdmissionWiring} */
    AdmissionPolicies admission(String environment, String kubeVersion) throws ConfigException {
        return AdmissionWiring.of(config, policies, config.file(), environment, kubeVersion);
    }

    private static Optional<OwnPolicies> rego(PolicyBundle bundle, PolicySettings settings) throws PolicyLoadException {
        if (bundle.rego().isEmpty()) {
            return Optional.empty();
        }
        PolicyBundle.Rego rego = bundle.rego().get();
        return Optional.of(OwnPolicies.load(
                rego.compiled(), settings.namespaces(), rego.data(), settings.combine(), classes(), Limits.defaults()));
    }

    private static Optional<GatekeeperPolicies> gatekeeper(
            PolicyBundle bundle, PolicySettings settings, EnforcementPoint point, Surroundings around)
            throws PolicyLoadException {
        GatekeeperLibrary library = GatekeeperLibrary.of(bundle.gatekeeper());
        if (library.isEmpty()) {
            return Optional.empty();
        }
        OwnPolicyFiles.refuseNamespaceSelectors(library, settings, point, around);
        return Optional.of(
                GatekeeperPolicies.load(library, bundle.templates(), point, around, classes(), Limits.defaults()));
    }

    private static ClassCache classes() {
        return new ClassCache(OwnPolicyFiles.cache());
    }
}
