package dev.auditflow.cli;

import dev.auditflow.check.policy.BuiltinPolicies;
import dev.auditflow.check.policy.GatekeeperPolicies;
import dev.auditflow.check.policy.OwnPolicies;
import dev.auditflow.check.policy.PolicyCheck;
import dev.auditflow.check.policy.PolicyRule;
import dev.auditflow.check.policy.PolicySet;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.check.policy.gatekeeper.Surroundings;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.PolicySettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
record Policies(
        BuiltinPolicies builtin,
        Optional<OwnPolicies> own,
        Optional<GatekeeperPolicies> gatekeeper,
        PolicySettings settings) {
    /** Loads the built-in packs and compiles the user's own. @throws ConfigException if those do not compile */
    static Policies of(PolicySettings settings) throws ConfigException {
        return of(settings, EnforcementPoint.COMMAND_LINE, Surroundings.none());
    }

    /**
     * The same for a place.
     *
     * @param point where objects are reviewed; constraints of Gatekeeper may say another thing to each
     * @param around what constraints may ask there
     * @throws ConfigException if they do not compile
     */
    static Policies of(PolicySettings settings, EnforcementPoint point, Surroundings around) throws ConfigException {
        OwnPolicyFiles files = OwnPolicyFiles.read(settings);
        return of(files, files.gatekeeper(point, around));
    }

    /** The same with constraints that are given. @throws ConfigException if the Rego does not compile */
    static Policies of(OwnPolicyFiles files, Optional<GatekeeperPolicies> gatekeeper) throws ConfigException {
        return of(files.settings(), files.rego(), gatekeeper);
    }

    /** The same with policies that were compiled before. @throws ConfigException if two rules have one id */
    static Policies of(PolicySettings settings, Optional<OwnPolicies> own, Optional<GatekeeperPolicies> gatekeeper)
            throws ConfigException {
        Policies policies = new Policies(BuiltinPolicies.load(settings.parameters()), own, gatekeeper, settings);
        policies.refuseEqualIds();
        return policies;
    }

    /** Those that run; empty if none do. */
    Optional<PolicyCheck> check() {
        List<PolicySet> running = new ArrayList<>();
        if (settings.builtin()) {
            running.add(builtin);
        }
        own.ifPresent(running::add);
        gatekeeper.ifPresent(running::add);
        return running.isEmpty() ? Optional.empty() : Optional.of(new PolicyCheck(running, settings.rules()));
    }

    /** All that could report; those of the built-in packs even when they do not run. */
    List<PolicyRule> rules() {
        List<PolicyRule> rules = new ArrayList<>(builtin.rules());
        own.ifPresent(policies -> rules.addAll(policies.rules()));
        gatekeeper.ifPresent(policies -> rules.addAll(policies.rules()));
        return rules;
    }

    private void refuseEqualIds() throws ConfigException {
        Map<String, PolicyRule> seen = new HashMap<>();
        for (PolicyRule rule : rules()) {
            PolicyRule other = seen.put(rule.id(), rule);
            if (other != null && rule.isOwn()) {
                throw new ConfigException("%s: the id %s is taken by a rule of %s; give one of them another name"
                        .formatted(rule.file(), rule.id(), other.isOwn() ? other.file() : "the built-in packs"));
            }
        }
    }

    /**
     * A severity or a parameter for what does not exist would be believed to hold.
     *
     * @param known ids of all rules
     * @param others ids of policies that are not loaded
     */
    void refuseUnknown(Path file, Set<String> known, Set<String> others) throws ConfigException {
        Set<String> ids = rules().stream().map(PolicyRule::id).collect(Collectors.toSet());
        ids.addAll(others);
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
}
