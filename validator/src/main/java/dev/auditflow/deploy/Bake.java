package dev.auditflow.deploy;

import dev.auditflow.config.BakeSettings;
import dev.auditflow.config.Durations;
import dev.auditflow.deploy.alert.Alert;
import dev.auditflow.deploy.alert.Alertmanager;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bake window: after its tests a release is watched for a time before it counts. Trouble has to be seen several times in a
 * row, and the window ends only after as many looks in a row that saw none; it may take twice its time for that. That nobody
 * can say whether alerts fire is neither good nor bad.
 */
public final class Bake {
    private static final int SHOWN = 3;

    private final BakeSettings settings;
    private final @Nullable Alertmanager alertmanager;
    private final Pauses pauses;

    /** Waiting, which tests do in no time. */
    public interface Pauses {
        /** Waits for a time. */
        void pause(Duration time) throws InterruptedException;
    }

    /** A window in which the alerts of this Alertmanager are watched; of nobody's if it is null. */
    public Bake(BakeSettings settings, @Nullable Alertmanager alertmanager, Pauses pauses) {
        this.settings = settings;
        this.alertmanager = alertmanager;
        this.pauses = pauses;
    }

    /** How a release is at the moment, and whether it may still be worked on. */
    interface Look {
        /** What is wrong with its objects. @throws DeployException if the lease is lost or the cluster does not answer */
        Optional<String> trouble() throws DeployException;
    }

    /** How it ended. */
    sealed interface Result {
        /** Nothing was seen; the account says what was looked at. */
        record Quiet(String account) implements Result {}

        /** With the alerts that fire now; none when health is the cause. */
        record Trouble(String cause, String sentence, List<Alert> alerts) implements Result {}

        /** Nobody knows. */
        record Unknown(String sentence) implements Result {}
    }

    boolean isOn() {
        return settings.isOn();
    }

    boolean passesUnseen() {
        return settings.passesUnseen();
    }

    String length() {
        return Durations.write(settings.length());
    }

    /**
     * Asks for the alerts that fire before anything is changed.
     *
     * @throws DeployException if they cannot be asked for and the configuration wants to know
     */
    Baseline baseline(Consumer<String> say) throws DeployException {
        if (alertmanager == null || !settings.isOn()) {
            return Baseline.unknown();
        }
        try {
            List<Alert> before = alertmanager.firing();
            if (!before.isEmpty()) {
                say.accept("alerts that fire already do not count: " + names(before));
            }
            return new Baseline(true, before.stream().map(Alert::fingerprint).toList());
        } catch (Alertmanager.Unreachable e) {
            if (settings.passesUnseen()) {
                say.accept(e.sentence());
                return Baseline.unknown();
            }
            throw DeployException.refused(
                    "%s. Nothing was changed; \"unreachable: pass\" of the bake window goes on without"
                            .formatted(e.sentence()));
        }
    }

    /**
     * Watches.
     *
     * @param since when the release was brought; without a baseline, alerts that began before do not count
     */
    Result watch(Baseline baseline, Instant since, Look look) throws DeployException {
        Tally tally = new Tally(baseline, since);
        int least = settings.looks();
        for (int i = 1; i <= 2 * least; i++) {
            if (i > 1) {
                pause();
            }
            Optional<Result.Trouble> trouble = tally.look(look);
            if (trouble.isPresent()) {
                return trouble.get();
            }
            if (i >= least && tally.quiet >= settings.polls()) {
                return new Result.Quiet(tally.account(i));
            }
        }
        return tally.unrest();
    }

    private void pause() throws DeployException {
        try {
            pauses.pause(settings.interval());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DeployException.inconclusive("The bake window was interrupted; promote again to go on");
        }
    }

    /** What was seen so far. */
    private final class Tally {
        private final Baseline baseline;
        private final Instant since;
        private final Map<String, Integer> fired = new HashMap<>();
        private int sick;
        private int quiet;
        private int unanswered;
        private String silence = "";
        private String last = "";

        Tally(Baseline baseline, Instant since) {
            this.baseline = baseline;
            this.since = since;
        }

        Optional<Result.Trouble> look(Look look) throws DeployException {
            Optional<String> bad = look.trouble();
            sick = bad.isPresent() ? sick + 1 : 0;
            if (sick >= settings.polls()) {
                return Optional.of(
                        new Result.Trouble("HealthFailed", "In the bake window " + bad.orElseThrow(), List.of()));
            }
            Optional<List<Alert>> asked = counting();
            if (asked.isEmpty()) {
                quiet = 0;
                return Optional.empty();
            }
            List<Alert> counting = asked.get();
            fired.keySet().retainAll(counting.stream().map(Alert::fingerprint).toList());
            counting.forEach(alert -> fired.merge(alert.fingerprint(), 1, Integer::sum));
            List<Alert> lasting = counting.stream()
                    .filter(alert -> fired.getOrDefault(alert.fingerprint(), 0) >= settings.polls())
                    .toList();
            if (!lasting.isEmpty()) {
                return Optional.of(
                        new Result.Trouble("AlertFired", "In the bake window fires " + names(lasting), counting));
            }
            last = bad.orElse(names(counting));
            quiet = last.isEmpty() ? quiet + 1 : 0;
            return Optional.empty();
        }

        /** The alerts that may be the release's; empty when nobody knows, and then what was seen before still counts. */
        private Optional<List<Alert>> counting() {
            silence = "";
            if (alertmanager == null) {
                return Optional.of(List.of());
            }
            try {
                return Optional.of(alertmanager.firing().stream()
                        .filter(alert -> !baseline.fingerprints().contains(alert.fingerprint()))
                        .filter(alert -> baseline.known() || !alert.since().isBefore(since))
                        .toList());
            } catch (Alertmanager.Unreachable e) {
                silence = e.sentence();
                unanswered++;
                return Optional.empty();
            }
        }

        Result unrest() {
            return silence.isEmpty()
                    ? new Result.Trouble("Unrest", "The bake window does not come to rest: " + last, List.of())
                    : new Result.Unknown(silence);
        }

        String account(int looks) {
            String alerts =
                    alertmanager == null ? "no alerts watched" : "no alert, %d unanswered".formatted(unanswered);
            return "%s: %d looks, healthy, %s".formatted(length(), looks, alerts);
        }
    }

    private static String names(List<Alert> alerts) {
        String names = alerts.stream().limit(SHOWN).map(Bake::words).collect(Collectors.joining("; "));
        return alerts.size() > SHOWN ? "%s; and %d more".formatted(names, alerts.size() - SHOWN) : names;
    }

    private static String words(Alert alert) {
        return Redaction.of(
                alert.summary().isEmpty() ? alert.name() : "%s (%s)".formatted(alert.name(), alert.summary()));
    }

    /** Alerts as evidence. */
    static String evidence(List<Alert> alerts) {
        return alerts.stream()
                .map(alert -> "%s since %s%n".formatted(words(alert), alert.since()))
                .collect(Collectors.joining());
    }
}
