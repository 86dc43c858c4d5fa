package dev.auditflow.check;

import dev.auditflow.coverage.Coverage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All verdicts of one run, and what reports need beside them.
 *
 * @param version of AuditFlow
 * @param outcome of the whole run: error before fail before pass; a run without targets is an error
 * @param verdicts sorted by target
 * @param rules every rule that could report, by id
 * @param account of the targets: which were found, checked and skipped, and why
 * @param shard which part of the targets this is
 * @param coverage what the targets used of their charts and policies; null when nobody asked
 */
public record Run(
        String version,
        Outcome outcome,
        List<Verdict> verdicts,
        Map<String, Rule> rules,
        Account account,
        Shard shard,
        @Nullable Coverage coverage) {
    public Run {
        verdicts = List.copyOf(verdicts);
        rules = Map.copyOf(rules);
    }

    /** A run over all targets. */
    public Run(String version, Outcome outcome, List<Verdict> verdicts, Map<String, Rule> rules, Account account) {
        this(version, outcome, verdicts, rules, account, Shard.whole(), null);
    }

    /** The same run with what its targets used. */
    public Run with(Coverage used) {
        return new Run(version, outcome, verdicts, rules, account, shard, used);
    }
}
