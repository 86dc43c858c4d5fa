package dev.auditflow.check;

import java.util.List;

/** What a check gives: findings in any order, and its lines of the account. */
public record CheckResult(List<Finding> findings, List<Account.Line> account) {
    public CheckResult {
        findings = List.copyOf(findings);
        account = List.copyOf(account);
    }
}
