package dev.auditflow.check.policy;

import dev.auditflow.check.Rule;
import dev.auditflow.check.policy.rego.Value;
import java.util.Set;

/**
 * A rule of a policy bundle.
 *
 * @param pack folder of the rule among the packs; the Rego namespace for a user's own
 * @param name name of the rule in its pack
 * @param kinds kinds of objects that it looks at; empty for all
 * @param ofTarget whether it sees all objects of a target at once
 * @param parameters what {@code auditflow.yaml} may set under {@code policies.parameters.<pack>}
 */
public record PolicyRule(Rule rule, String pack, String name, Set<String> kinds, boolean ofTarget, Value parameters) {
    public PolicyRule {
        kinds = Set.copyOf(kinds);
    }

    /** The id that findings carry. */
    public String id() {
        return rule.id();
    }

    boolean looksAt(String kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }
}
