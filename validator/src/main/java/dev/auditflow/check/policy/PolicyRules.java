package dev.auditflow.check.policy;

import dev.auditflow.check.Rule;
import dev.auditflow.check.RunRules;
import dev.auditflow.check.Severity;
import java.util.List;

/** Rules about policies themselves. */
public final class PolicyRules {
    /** An evaluation that gave no answer: never a pass. */
    public static final Rule NOT_EVALUATED = new Rule(
            "AF080",
            PolicyCheck.NAME,
            Severity.DENY,
            "A policy could not be evaluated",
            "The policy took too long, took too much memory, stopped or gave something that is no result."
                    + " What it would have said about the object is unknown, so the object does not pass.",
            "Correct the policy; 'auditflow policy test' evaluates it alone.",
            "https://github.com/auditflow/auditflow/blob/main/docs/rules/AF080.md");

    /** Policies that were given and say nothing: the run would be green because nothing was checked. */
    static final Rule NO_RULE = RunRules.NOTHING_CHECKED;

    private PolicyRules() {}

    /** All of them, by id. */
    public static List<Rule> all() {
        return List.of(NOT_EVALUATED);
    }
}
