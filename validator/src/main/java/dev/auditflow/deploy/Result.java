package dev.auditflow.deploy;

/**
 * How a promotion or rollback ended.
 *
 * @param cause one word when it failed: UpgradeFailed, DigestMismatch, HealthFailed, HealthTimeout, TestFailed,
 *     AlertFired, Unrest, AlertsUnknown, RollbackFailed
 * @param sentence for the person who must act
 */
public record Result(Outcome outcome, String cause, String sentence) {
    /** What became of it. */
    public enum Outcome {
        /** The cluster runs what was asked for, healthy and tested. */
        PASSED,
        /** It ran already; nothing was changed. */
        UNCHANGED,
        /** It failed; the sentence says what runs now. */
        FAILED,
        /** The cluster runs it, and nobody knows whether it is good. */
        INCONCLUSIVE
    }
}
