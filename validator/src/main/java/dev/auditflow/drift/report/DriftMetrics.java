package dev.auditflow.drift.report;

import dev.auditflow.drift.Drift;
import dev.auditflow.drift.ReleaseDrift;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Gauges in Prometheus' text format, for a textfile collector or an endpoint. No label takes a name of an object. */
public final class DriftMetrics {
    private DriftMetrics() {}

    public static String write(List<ReleaseDrift> drifts, Instant time) {
        StringBuilder out = new StringBuilder();
        head(out, "auditflow_drift", "Differences between what runs and what was verified, by what became of them.");
        for (ReleaseDrift release : drifts) {
            for (Drift.Kind kind : Drift.Kind.values()) {
                long count = release.drifts().stream()
                        .filter(drift -> drift.kind() == kind)
                        .count();
                String word = kind.name().toLowerCase(Locale.ROOT);
                out.append("auditflow_drift{%s,kind=\"%s\"} %d\n".formatted(labels(release), word, count));
            }
        }
        head(out, "auditflow_drift_ignored", "Differences that are left to controllers.");
        drifts.forEach(release ->
                out.append("auditflow_drift_ignored{%s} %d\n".formatted(labels(release), release.ignored())));
        head(out, "auditflow_drift_unseen", "What could not be looked at.");
        drifts.forEach(release -> out.append("auditflow_drift_unseen{%s} %d\n"
                .formatted(labels(release), release.unseen().size())));
        head(out, "auditflow_drift_looked_at_timestamp_seconds", "When it was looked, in Unix time.");
        drifts.forEach(release -> out.append("auditflow_drift_looked_at_timestamp_seconds{%s} %d\n"
                .formatted(labels(release), time.getEpochSecond())));
        return out.toString();
    }

    private static void head(StringBuilder out, String name, String help) {
        out.append("# HELP %s %s\n# TYPE %s gauge\n".formatted(name, help, name));
    }

    private static String labels(ReleaseDrift release) {
        return "release=\"%s\",environment=\"%s\""
                .formatted(escaped(release.release()), escaped(release.environment()));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
