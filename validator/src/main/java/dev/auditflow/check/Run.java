package dev.auditflow.check;

import java.util.List;
import java.util.Map;

/**
 * All verdicts of one run, and what reports need beside them.
 *
 * @param version of AuditFlow
 * @param outcome of the whole run: error before fail before pass; a run without targets is an error
 * @param verdicts sorted by target
 * @param rules every rule that could report, by id
 * @param account of the targets: which were found, checked and skipped, and why
 * @param shard which part of the targets this is
 */
public record Run(
        String version,
        Outcome outcome,
        List<Verdict> verdicts,
        Map<String, Rule> rules,
        Account account,
        Shard shard) {
    public Run {
        verdicts = List.copyOf(verdicts);
        rules = Map.copyOf(rules);
    }

    /** A run over all targets. */
    public Run(String version, Outcome outcome, List<Verdict> verdicts, Map<String, Rule> rules, Account account) {
        this(version, outcome, verdicts, rules, account, Shard.whole());
    }
}
