package dev.auditflow.deploy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why an environment runs what it runs, by its ledger.
 *
 * @param running the last row about a revision that runs
 * @param brought the promotion that brought this rendering; the same row unless it was gone back to
 */
public record Reason(LedgerEntry running, LedgerEntry brought) {
    private static final Set<String> RUNS = Set.of("promote", "rollback");

    /** Reads it out of a ledger; empty if nothing runs, or nobody knows how it ended. */
    public static Optional<Reason> of(LedgerChain chain) {
        List<LedgerEntry> entries = chain.entries().reversed();
        return entries.stream()
                .filter(entry -> entry.isPassed()
                        && (entry.toRevision() > 0 || entry.action().equals("uninstall")))
                .findFirst()
                .filter(entry -> RUNS.contains(entry.action()))
                .map(running -> new Reason(running, brought(entries, running)));
    }

    private static LedgerEntry brought(List<LedgerEntry> entries, LedgerEntry running) {
        return entries.stream()
                .filter(entry -> entry.isPassed() && entry.action().equals("promote"))
                .filter(entry -> entry.bundle().equals(running.bundle())
                        && entry.attestation().equals(running.attestation()))
                .findFirst()
                .orElse(running);
    }
}
