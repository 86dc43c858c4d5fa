package dev.auditflow.report;

import dev.auditflow.check.Run;

/** One form of a run's result. The same findings in the same order in all of them; the same run gives the same text. */
public interface Report {
    /** The whole report as text. */
    String write(Run run);
}
