package dev.auditflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** DORA's four measures over a month that is told row by row. */
class DeliveryMetricsTest {
    private static final Instant NOW = Instant.parse("2026-03-31T00:00:00Z");

    private final List<LedgerEntry> rows = new ArrayList<>();

    /** @param began and committed minutes before the row; 0 for unknown */
    private void row(String plan, String action, String outcome, String time, int began, int committed) {
        Instant at = Instant.parse(time);
        rows.add(new LedgerEntry(
                plan,
                time,
                "ann",
                action,
                "dev",
                "web",
                1,
                2,
                "sha256:b",
                "",
                "",
                "",
                List.of(),
                "",
                "",
                outcome,
                "",
                "",
                "",
                before(at, began),
                "c0ffee",
                before(at, committed)));
    }

    private static String before(Instant at, int minutes) {
        return minutes == 0 ? "" : at.minus(Duration.ofMinutes(minutes)).toString();
    }

    private DeliveryMetrics metrics() {
        return DeliveryMetrics.of(rows, NOW, Duration.ofDays(30));
    }

    @Test
    void nothingIsNotZero() {
        DeliveryMetrics metrics = metrics();
        assertThat(metrics.failureRate()).isEmpty();
        assertThat(DeliveryMetrics.median(metrics.leadTimes())).isEmpty();
        assertThat(metrics.broken()).isFalse();
        assertThat(metrics.last()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aMonthIsToldRight() {
        row("a", "promote", "passed", "2026-01-01T00:00:00Z", 1, 999); // before the window
        row("b", "promote", "passed", "2026-03-10T00:00:00Z", 5, 60);
        row("c", "promote", "failed", "2026-03-11T00:00:10Z", 8, 30); // taken back by itself
        row("c", "rollback", "passed", "2026-03-11T00:00:11Z", 8, 0);
        row("d", "promote", "passed", "2026-03-12T00:00:00Z", 5, 120);
        row("e", "hold", "passed", "2026-03-12T01:00:00Z", 0, 0);
        row("f", "rollback", "passed", "2026-03-12T02:00:00Z", 1, 0); // d was bad after all
        row("g", "promote", "inconclusive", "2026-03-13T00:00:00Z", 1, 0);
        row("h", "promote", "failed", "2026-03-14T00:00:00Z", 10, 0);
        row("h", "rollback", "failed", "2026-03-14T00:00:01Z", 10, 0);
        row("i", "promote", "passed", "2026-03-14T01:00:00Z", 1, 0);
        DeliveryMetrics metrics = metrics();
        assertThat(metrics.promotions()).isEqualTo(Map.of("passed", 4L, "failed", 2L, "inconclusive", 1L));
        assertThat(metrics.rollbacks()).isEqualTo(2);
        assertThat(metrics.deployed()).isEqualTo(5);
        assertThat(metrics.failed()).isEqualTo(3);
        assertThat(metrics.failureRate()).contains(0.6);
        assertThat(metrics.leadTimes()).containsExactly(Duration.ofMinutes(60), Duration.ofMinutes(120));
        assertThat(metrics.restoreTimes())
                .containsExactly(Duration.ofSeconds(481), Duration.ofMinutes(70), Duration.ofHours(2));
        assertThat(metrics.broken()).isFalse();
        assertThat(metrics.last()).isEqualTo(Instant.parse("2026-03-14T01:00:00Z"));
    }

    @Test
    void whatIsNotRepairedIsBroken() {
        row("a", "promote", "passed", "2026-03-10T00:00:00Z", 1, 0);
        row("b", "promote", "failed", "2026-03-11T00:00:00Z", 1, 0);
        row("b", "rollback", "failed", "2026-03-11T00:00:01Z", 1, 0);
        assertThat(metrics().broken()).isTrue();
        assertThat(metrics().restoreTimes()).isEmpty();
    }
}
