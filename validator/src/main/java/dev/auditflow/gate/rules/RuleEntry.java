package dev.auditflow.gate.rules;

import dev.auditflow.check.Rule;
import dev.auditflow.check.Severity;
import dev.auditflow.check.policy.PolicyRule;
import java.util.Optional;

/**
 * A rule and what the configuration makes of it.
 *
 * @param pack folder of a built-in policy, Rego namespace of one of the user's, else the check that reports it
 * @param policy empty for rules that are no policies
 * @param on whether it reports
 * @param severity of its findings in a run
 */
public record RuleEntry(Rule rule, String pack, Optional<PolicyRule> policy, boolean on, Severity severity) {
    /** The id that findings carry. */
    public String id() {
        return rule.id();
    }

    /** Whether the user wrote it. */
    public boolean isOwn() {
        return policy.filter(PolicyRule::isOwn).isPresent();
    }
}
