package dev.auditflow.check.policy.rego;

import java.time.Duration;

/**
 * What one evaluation may take.
 *
 * @param time wall clock of one evaluation
 * @param memoryMiB memory of one instance, in MiB; up to one instance lives for each thread
 */
public record Limits(Duration time, int memoryMiB) {
    /** Ten seconds and 256 MiB. */
    public static Limits defaults() {
        return new Limits(Duration.ofSeconds(10), 256);
    }
}
