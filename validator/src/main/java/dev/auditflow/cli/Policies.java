package dev.auditflow.cli;

import dev.auditflow.check.Rule;
import dev.auditflow.check.policy.BuiltinPolicies;
import dev.auditflow.check.policy.CompiledRego;
import dev.auditflow.check.policy.OwnPolicies;
import dev.auditflow.check.policy.PolicyCheck;
import dev.auditflow.check.policy.PolicySet;
import dev.auditflow.check.policy.rego.Limits;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.gate.opa.ClassCache;
import dev.auditflow.gate.opa.Opa;
import dev.auditflow.gate.opa.PolicyData;
import dev.auditflow.gate.opa.RegoCompiler;
import dev.auditflow.gate.opa.RegoSources;
import dev.auditflow.host.CacheFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The policies of a run.
 *
 * @param check empty if none run
 * @param rules all that could report; those of the built-in packs even when they do not run
 */
record Policies(Optional<PolicyCheck> check, List<Rule> rules) {
    Policies {
        rules = List.copyOf(rules);
    }

    /** Loads the built-in packs and compiles the user's own. @throws ConfigException if those do not compile */
    static Policies of(PolicySettings settings) throws ConfigException {
        BuiltinPolicies builtin = BuiltinPolicies.load(settings.parameters(), Limits.defaults());
        List<PolicySet> running = new ArrayList<>();
        if (settings.builtin()) {
            running.add(builtin);
        }
        own(settings).ifPresent(running::add);
        List<PolicySet> known = new ArrayList<>(running);
        if (!settings.builtin()) {
            known.add(builtin);
        }
        PolicyCheck check = new PolicyCheck(running, settings.rules());
        List<Rule> rules = new PolicyCheck(known, settings.rules()).rules();
        return new Policies(running.isEmpty() ? Optional.empty() : Optional.of(check), rules);
    }

    /** The user's own policies, empty if none are named. */
    static Optional<OwnPolicies> own(PolicySettings settings) throws ConfigException {
        if (settings.paths().isEmpty()) {
            if (!settings.data().isEmpty()) {
                throw new ConfigException("--data and policies.data are for policies of your own, and none is named;"
                        + " name them by --policy or policies.paths");
            }
            return Optional.empty();
        }
        Path cache = CacheFolder.path().resolve("policies");
        RegoSources sources = RegoSources.none();
        try {
            sources = RegoSources.read(settings.paths());
            byte[] data = PolicyData.read(settings.data());
            boolean v0 = settings.regoVersion().equals("v0");
            CompiledRego compiled =
                    new RegoCompiler(Opa.find(settings.opaImage()), cache, v0).compile(sources, settings.namespaces());
            return Optional.of(OwnPolicies.load(
                    compiled,
                    settings.namespaces(),
                    data,
                    settings.combine(),
                    new ClassCache(cache),
                    Limits.defaults()));
        } catch (PolicyLoadException e) {
            throw new ConfigException(sources.firstUse(e.builtin()) + e.getMessage());
        }
    }
}
