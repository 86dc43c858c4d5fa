package dev.auditflow.cli;

import dev.auditflow.check.policy.BuiltinPolicies;
import dev.auditflow.check.policy.CompiledRego;
import dev.auditflow.check.policy.OwnPolicies;
import dev.auditflow.check.policy.PolicyCheck;
import dev.auditflow.check.policy.PolicyRule;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The policies of a run.
 *
 * @param builtin the program's packs, even when they do not run
 */
record Policies(BuiltinPolicies builtin, Optional<OwnPolicies> own, PolicySettings settings) {
    /** Loads the built-in packs and compiles the user's own. @throws ConfigException if those do not compile */
    static Policies of(PolicySettings settings) throws ConfigException {
        return new Policies(BuiltinPolicies.load(settings.parameters()), own(settings), settings);
    }

    /** Those that run; empty if none do. */
    Optional<PolicyCheck> check() {
        List<PolicySet> running = new ArrayList<>();
        if (settings.builtin()) {
            running.add(builtin);
        }
        own.ifPresent(running::add);
        return running.isEmpty() ? Optional.empty() : Optional.of(new PolicyCheck(running, settings.rules()));
    }

    /** All that could report; those of the built-in packs even when they do not run. */
    List<PolicyRule> rules() {
        List<PolicyRule> rules = new ArrayList<>(builtin.rules());
        own.ifPresent(policies -> rules.addAll(policies.rules()));
        return rules;
    }

    /**
     * A severity or a parameter for what does not exist would be believed to hold.
     *
     * @param known ids of all rules
     */
    void refuseUnknown(Path file, Set<String> known) throws ConfigException {
        Set<String> ids = rules().stream().map(PolicyRule::id).collect(Collectors.toSet());
        for (String id : settings.rules().keySet()) {
            if (!ids.contains(id)) {
                throw new ConfigException("%s: policies.rules names \"%s\", which is %s"
                        .formatted(file, id, known.contains(id) ? "no policy; its severity is fixed" : "no rule"));
            }
        }
        for (Map.Entry<String, Map<String, String>> pack : settings.parameters().entrySet()) {
            Set<String> names = parameters(pack.getKey());
            for (String name : pack.getValue().keySet()) {
                if (!names.contains(name)) {
                    throw new ConfigException("%s: policies.parameters.%s names \"%s\", which no rule reads; %s"
                            .formatted(
                                    file,
                                    pack.getKey(),
                                    name,
                                    names.isEmpty()
                                            ? "there are no parameters for " + pack.getKey()
                                            : "there are " + String.join(", ", names)));
                }
            }
        }
    }

    private Set<String> parameters(String pack) {
        Set<String> names = new TreeSet<>();
        for (PolicyRule rule : builtin.rules()) {
            if (rule.packFolder().equals(pack)) {
                rule.parameters().forEach(parameter -> parameter.string("name").ifPresent(names::add));
            }
        }
        return names;
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
