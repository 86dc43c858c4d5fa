package dev.auditflow.admission.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What the webhook counts, for Prometheus. No label takes a value from a request but the operation and rule ids. */
public final class Metrics {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Timer> reviews = new ConcurrentHashMap<>();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    /** A review that was answered. */
    void reviewed(String operation, String verdict, boolean dryRun, Duration took) {
        reviews.computeIfAbsent(
                        operation + " " + verdict + " " + dryRun,
                        _ -> Timer.builder("auditflow_admission_review")
                                .description("Reviews answered, by operation and verdict.")
                                .tag("operation", operation)
                                .tag("verdict", verdict)
                                .tag("dry_run", Boolean.toString(dryRun))
                                .serviceLevelObjectives(BUCKETS)
                                .register(registry))
                .record(took);
    }

    /** A finding of a rule, by what it did. */
    void found(String rule, String effect) {
        counter("auditflow_admission_findings", "Findings by rule and effect.", "rule", rule, "effect", effect);
    }

    /** A request without a verdict, for one of few reasons. */
    void refused(String reason) {
        counter("auditflow_admission_refused", "Requests without a verdict, by reason.", "reason", reason);
    }

    /** A reload of policies, configuration or certificates. */
    public void reloaded(String what, boolean good) {
        String result = good ? "success" : "failure";
        counter("auditflow_reloads", "Reloads by what and result.", "what", what, "result", result);
    }

    /** A line of the decision log that was left out. */
    public void lineLost() {
        counter("auditflow_decision_log_dropped", "Lines of the decision log that found no room.", "log", "decisions");
    }

    /** A value that is read when it is asked for. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    /** In the text format of Prometheus. */
    String scrape() {
        return registry.scrape();
    }

    private void counter(String name, String description, String... tags) {
        counters.computeIfAbsent(
                        name + String.join(" ", tags),
                        _ -> Counter.builder(name)
                                .description(description)
                                .tags(tags)
                                .register(registry))
                .increment();
    }
}
