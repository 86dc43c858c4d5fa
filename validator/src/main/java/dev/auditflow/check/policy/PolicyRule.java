package dev.auditflow.check.policy;

import dev.auditflow.check.Rule;
import dev.auditflow.check.policy.rego.Value;
import java.util.List;
import java.util.Set;

/**
 * A rule of a policy bundle.
 *
 * @param pack folder of the rule among the packs; the Rego namespace for a user's own
 * @param name name of the rule in its pack
 * @param kinds kinds of objects that it looks at; empty for all
 * @param ofTarget whether it sees all objects of a target at once
 * @param parameters what {@code auditflow.yaml} may set under {@code policies.parameters.<pack>}
 * @param file where a user's own rule stands, as the user knows it; empty for built-in rules
 */
public record PolicyRule(
        Rule rule,
        String pack,
        String name,
        Set<String> kinds,
        boolean ofTarget,
        List<Value.Obj> parameters,
        String file) {
    public PolicyRule {
        kinds = Set.copyOf(kinds);
        parameters = List.copyOf(parameters);
    }

    /** The id that findings carry. */
    public String id() {
        return rule.id();
    }

    /** Whether the user wrote it. */
    public boolean isOwn() {
        return !file.isEmpty();
    }

    /** The pack as the configuration and the folders of the packs write it. */
    public String packFolder() {
        return isOwn() ? pack : pack.replace('_', '-');
    }

    boolean looksAt(String kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }
}
