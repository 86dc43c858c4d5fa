package dev.auditflow.cli;

import dev.auditflow.deploy.DeliveryMetrics;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Metrics in Prometheus' text format 0.0.4. What is not known is left out: 0 would be a value. */
record MetricsText(String release, String environment) {
    String of(DeliveryMetrics metrics) {
        StringBuilder text = new StringBuilder();
        head(text, "promotions_total", "counter", "Promotions in the ledger, by outcome.");
        new TreeMap<>(metrics.promotions())
                .forEach((outcome, count) -> value(text, "promotions_total", Map.of("outcome", outcome), count));
        head(text, "rollbacks_total", "counter", "Rollbacks in the ledger that passed.");
        value(text, "rollbacks_total", Map.of(), metrics.rollbacks());
        head(text, "window_seconds", "gauge", "How far back the measures below look.");
        value(text, "window_seconds", Map.of(), metrics.window().toSeconds());
        head(text, "deployments", "gauge", "Changes that reached the cluster within the window, good or bad.");
        value(text, "deployments", Map.of(), metrics.deployed());
        head(text, "failed_deployments", "gauge", "Those of them that failed or were taken back by hand.");
        value(text, "failed_deployments", Map.of(), metrics.failed());
        metrics.failureRate().ifPresent(rate -> {
            head(text, "change_failure_ratio", "gauge", "Share of changes that failed, from 0 to 1.");
            value(text, "change_failure_ratio", Map.of(), rate);
        });
        times(text, "lead_time_seconds", "From commit to running, where the commit is known.", metrics.leadTimes());
        times(text, "restore_time_seconds", "From what failed to what worked again.", metrics.restoreTimes());
        head(text, "broken", "gauge", "1 if the last change failed and nothing works again yet.");
        value(text, "broken", Map.of(), metrics.broken() ? 1 : 0);
        if (metrics.last().getEpochSecond() > 0) {
            head(text, "last_success_timestamp_seconds", "gauge", "When the last good promotion ended.");
            value(
                    text,
                    "last_success_timestamp_seconds",
                    Map.of(),
                    metrics.last().getEpochSecond());
        }
        return text.toString();
    }

    private void times(StringBuilder text, String name, String help, List<Duration> times) {
        DeliveryMetrics.median(times).ifPresent(median -> {
            head(text, name, "gauge", help);
            value(text, name, Map.of("stat", "median"), median.toSeconds());
            value(text, name, Map.of("stat", "max"), times.getLast().toSeconds());
        });
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP auditflow_%1$s %2$s\n# TYPE auditflow_%1$s %3$s\n".formatted(name, help, type));
    }

    private void value(StringBuilder text, String name, Map<String, String> more, Number value) {
        TreeMap<String, String> labels = new TreeMap<>(more);
        labels.put("release", release);
        labels.put("environment", environment);
        String list = labels.entrySet().stream()
                .map(label -> "%s=\"%s\"".formatted(label.getKey(), escaped(label.getValue())))
                .reduce((left, right) -> left + "," + right)
                .orElse("");
        text.append("auditflow_%s{%s} %s\n".formatted(name, list, new BigDecimal(value.toString()).toPlainString()));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
