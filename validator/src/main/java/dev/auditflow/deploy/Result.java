package dev.auditflow.deploy;

/**
 * How a promotion or rollback ended.
 *
 * @param cause one word when it failed: UpgradeFailed, SyncFailed, SyncTimeout, DigestMismatch, HealthFailed, HealthTimeout,
 *     TestFailed, AlertFired, Unrest, AlertsUnknown, RollbackFailed
 * @param sentence for the person who must act
 */
public record Result(Outcome outcome, String cause, String sentence) {
    /** The bake window of what runs could not see whether alerts fire. */
    static Result unknown(String what, Acceptance.Proof proof) {
        return new Result(
                Outcome.INCONCLUSIVE,
                "AlertsUnknown",
                "%s runs, healthy, and nobody knows whether alerts fire: %s. ".formatted(what, proof.unknown())
                        + "Nothing was taken back, and it does not count as passed; promote again to look again");
    }

    /** What became of it. */
    public enum Outcome {
        /** The cluster runs what was asked for, healthy and tested. */
        PASSED,
        /** It ran already; nothing was changed. */
        UNCHANGED,
        /** It lies on a branch for people to merge; nothing runs it yet. */
        PROPOSED,
        /** It failed; the sentence says what runs now. */
        FAILED,
        /** The cluster runs it, and nobody knows whether it is good. */
        INCONCLUSIVE
    }
}
