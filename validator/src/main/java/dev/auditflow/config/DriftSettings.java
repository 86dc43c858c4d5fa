package dev.auditflow.config;

import java.time.Duration;
import java.util.List;

/**
 * What {@code drift} of the configuration says.
 *
 * @param interval how often a watch looks
 */
public record DriftSettings(List<IgnoredDrift> ignore, Duration interval) {
    public DriftSettings {
        ignore = List.copyOf(ignore);
    }

    /** Nothing is said. */
    public static DriftSettings defaults() {
        return new DriftSettings(List.of(), Duration.ofMinutes(5));
    }
}
