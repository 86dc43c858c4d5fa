package dev.auditflow.drift.report;

import dev.auditflow.drift.ReleaseDrift;
import java.time.Instant;
import java.util.List;

/** The forms of a report. */
public enum DriftFormat {
    TEXT,
    JSON,
    POLICYREPORT,
    PROMETHEUS,
    HTML;

    /**
     * Writes all of it.
     *
     * @param time when it was looked
     */
    public String write(List<ReleaseDrift> drifts, Instant time) {
        return switch (this) {
            case TEXT -> DriftText.write(drifts);
            case JSON -> DriftJson.write(drifts, time);
            case POLICYREPORT -> DriftPolicyReport.write(drifts, time);
            case PROMETHEUS -> DriftMetrics.write(drifts, time);
            case HTML -> DriftHtml.write(drifts, time);
        };
    }
}
