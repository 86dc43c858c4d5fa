package dev.auditflow.report;

import java.util.Set;

/**
 * What reports may know beside the run.
 *
 * @param colour whether a report on standard output may use ANSI escapes
 * @param files how the repository names files
 * @param changed files that the pull request touches, as the repository names them; empty outside of one
 */
public record ReportContext(boolean colour, RepositoryFiles files, Set<String> changed) {
    public ReportContext {
        changed = Set.copyOf(changed);
    }

    /** No colours, no repository, no pull request. */
    public static ReportContext plain() {
        return new ReportContext(false, RepositoryFiles.unchanged(), Set.of());
    }
}
