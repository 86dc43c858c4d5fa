package dev.auditflow.check.policy;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Subject;
import java.util.List;
import java.util.Set;

/** Policies that were loaded together: the built-in packs, the user's own, or Gatekeeper's. Safe for many threads. */
public sealed interface PolicySet permits BuiltinPolicies, OwnPolicies, GatekeeperPolicies {
    /** All rules, by id. */
    List<PolicyRule> rules();

    /** {@code sha256:<hex>} over code and data. */
    String digest();

    Evaluation evaluate(Subject subject);

    /**
     * What came out.
     *
     * @param findings with the severity that the policy gave
     * @param applied ids of the rules that saw at least one object
     * @param excepted findings that the policies' own exceptions took away
     */
    record Evaluation(List<Finding> findings, Set<String> applied, int excepted) {
        public Evaluation {
            findings = List.copyOf(findings);
            applied = Set.copyOf(applied);
        }
    }
}
