package dev.auditflow.deploy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The four measures of DORA for one release in one environment, from its ledger. What is undone by hand counts as a change that
 * failed, from when it was brought; one that was taken back by itself, from when it was begun.
 *
 * @param promotions promotions by outcome, of all time
 * @param rollbacks rollbacks that passed, of all time
 * @param window the time that the other measures look back
 * @param deployed changes within the window that reached the cluster, good or bad
 * @param failed those of them that failed
 * @param leadTimes from commit to the end of its promotion, where the commit is known, sorted
 * @param restoreTimes from what failed to what worked again, sorted
 * @param broken whether the last change failed and nothing works again yet
 * @param last when the last good one ended; the epoch for never
 */
public record DeliveryMetrics(
        Map<String, Long> promotions,
        long rollbacks,
        Duration window,
        long deployed,
        long failed,
        List<Duration> leadTimes,
        List<Duration> restoreTimes,
        boolean broken,
        Instant last) {
    public DeliveryMetrics {
        promotions = Map.copyOf(promotions);
        leadTimes = leadTimes.stream().sorted().toList();
        restoreTimes = restoreTimes.stream().sorted().toList();
    }

    /** Counts all entries of one ledger, the oldest first. */
    public static DeliveryMetrics of(List<LedgerEntry> entries, Instant now, Duration window) {
        return new Count(now.minus(window)).over(entries, window);
    }

    /** The middle one of sorted times; empty for none. */
    public static Optional<Duration> median(List<Duration> sorted) {
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
    }

    /** Share of changes that failed, from 0 to 1; empty without a change. */
    public Optional<Double> failureRate() {
        return deployed == 0 ? Optional.empty() : Optional.of((double) failed / deployed);
    }

    private static Optional<Instant> instant(String time) {
        try {
            return time.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(time));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** One pass over the rows. */
    private static final class Count {
        private final Instant since;
        private final Map<String, Long> promotions = new HashMap<>();
        private final List<Duration> leadTimes = new ArrayList<>();
        private final List<Duration> restoreTimes = new ArrayList<>();
        private long rollbacks;
        private long deployed;
        private long failed;
        private Optional<Instant> brokenSince = Optional.empty();
        private Optional<LedgerEntry> good = Optional.empty();
        private Instant last = Instant.EPOCH;
        private String failedPlan = "";

        Count(Instant since) {
            this.since = since;
        }

        DeliveryMetrics over(List<LedgerEntry> entries, Duration window) {
            entries.forEach(this::add);
            return new DeliveryMetrics(
                    promotions,
                    rollbacks,
                    window,
                    deployed,
                    failed,
                    leadTimes,
                    restoreTimes,
                    brokenSince.isPresent(),
                    last);
        }

        private void add(LedgerEntry entry) {
            Instant time = instant(entry.time()).orElse(Instant.EPOCH);
            switch (entry.action()) {
                case "promote" -> promotion(entry, time);
                case "rollback", "uninstall" -> back(entry, time);
                default -> {}
            }
        }

        private void promotion(LedgerEntry entry, Instant time) {
            promotions.merge(entry.outcome(), 1L, Long::sum);
            boolean counts = !time.isBefore(since);
            // Without a revision it was given up for another rendering before it reached anybody.
            if (entry.isPassed()) {
                deployed += counts ? 1 : 0;
                if (counts) {
                    instant(entry.committed()).ifPresent(commit -> leadTimes.add(Duration.between(commit, time)));
                }
                works(time);
                good = Optional.of(entry);
                last = time;
            } else if (entry.outcome().equals(LedgerEntry.FAILED) && entry.toRevision() > 0) {
                deployed += counts ? 1 : 0;
                failed += counts ? 1 : 0;
                failedPlan = entry.plan();
                breaks(instant(entry.began()).orElse(time));
            }
        }

        private void back(LedgerEntry entry, Instant time) {
            boolean byHand = !entry.plan().equals(failedPlan);
            if (byHand && good.isPresent()) {
                Instant brought = instant(good.get().time()).orElse(time);
                failed += brought.isBefore(since) ? 0 : 1;
                breaks(brought);
                good = Optional.empty();
            }
            if (entry.isPassed()) {
                rollbacks++;
                works(time);
            }
        }

        private void breaks(Instant when) {
            if (brokenSince.isEmpty()) {
                brokenSince = Optional.of(when);
            }
        }

        private void works(Instant when) {
            if (brokenSince.isPresent() && !when.isBefore(since)) {
                restoreTimes.add(Duration.between(brokenSince.get(), when));
            }
            brokenSince = Optional.empty();
        }
    }
}
