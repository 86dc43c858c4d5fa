package dev.auditflow.check;

import java.util.List;

/** What a run found, checked and skipped, and why: one line per kind of thing, always in the same order. */
public record Account(List<Line> lines) {
    public Account {
        lines = List.copyOf(lines);
    }

    /**
     * One line of the account.
     *
     * @param subject charts, value sets, documents, schemas, policies, golden files
     * @param found how many there were
     * @param checked how many of them were checked
     * @param skipped the rest, each with its reason; their counts and {@code checked} add up to {@code found}
     */
    public record Line(String subject, int found, int checked, List<Skip> skipped) {
        public Line {
            skipped = List.copyOf(skipped);
        }
    }

    /** Things that were not checked. */
    public record Skip(String what, int count, String reason) {}
}
