package dev.auditflow.drift;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers what was repaired. An edit is repaired once and stays repaired; a field that the same manager sets back again and again
 * belongs to a controller, and repairing it for ever would only wake that up.
 */
public final class Fights {
    /** So many repairs of one field against one manager within the window are a fight. */
    public static final int ROUNDS = 3;

    private static final Duration WINDOW = Duration.ofHours(1);

    private final Clock clock;
    private final Map<String, List<Instant>> repairs = new HashMap<>();

    public Fights(Clock clock) {
        this.clock = clock;
    }

    void repaired(String release, Drift drift) {
        repairs.computeIfAbsent(key(release, drift), _ -> new ArrayList<>()).add(clock.instant());
    }

    /** Whether this drift was repaired so often that it is a fight. */
    boolean isFight(String release, Drift drift) {
        return rounds(release, drift) >= ROUNDS;
    }

    /** How often it was repaired within the window. */
    int rounds(String release, Drift drift) {
        List<Instant> times = repairs.getOrDefault(key(release, drift), new ArrayList<>());
        times.removeIf(time -> time.isBefore(clock.instant().minus(WINDOW)));
        return times.size();
    }

    private static String key(String release, Drift drift) {
        return release + " " + drift.key() + " " + drift.manager();
    }
}
