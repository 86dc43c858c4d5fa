package dev.auditflow.check;

import dev.auditflow.coverage.RuleUse;
import java.util.List;

/**
 * What a check gives: findings in any order, and its lines of the account.
 *
 * @param rules which of its rules saw an object; only policies tell
 */
public record CheckResult(List<Finding> findings, List<Account.Line> account, RuleUse rules) {
    public CheckResult {
        findings = List.copyOf(findings);
        account = List.copyOf(account);
    }

    /** Of a check whose rules look at everything. */
    public CheckResult(List<Finding> findings, List<Account.Line> account) {
        this(findings, account, RuleUse.NONE);
    }
}
