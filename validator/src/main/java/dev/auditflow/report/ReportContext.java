package dev.auditflow.report;

import java.util.Set;

/**
 * What reports may know beside the run.
 *
 * @param colour whether a report on standard output may use ANSI escapes
 * @param files how the repository names files
 * @param changed files that the pull request touches, as the repository names them; empty outside of one
 * @param excerpts lines around the places of findings, for {@code html}
 */
public record ReportContext(boolean colour, RepositoryFiles files, Set<String> changed, Excerpts excerpts) {
    public ReportContext {
        changed = Set.copyOf(changed);
    }

    /** No colours, no repository, no pull request. */
    public static ReportContext plain() {
        return new ReportContext(false, RepositoryFiles.unchanged(), Set.of(), Excerpts.none());
    }
}
