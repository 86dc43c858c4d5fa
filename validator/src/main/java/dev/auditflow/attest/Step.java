package dev.auditflow.attest;

/**
 * One of the ten checks of an attestation.
 *
 * @param name a word: signature, subject, predicate, verifier, resource, result, level, time, policy, revocation
 * @param explanation a sentence without its full stop: what was seen, and when it is wrong what to do
 */
public record Step(String name, State state, String explanation) {
    /** How a check ended. */
    public enum State {
        PASSED,
        REFUSED,
        /** Not looked at: what it would look at cannot be believed. */
        UNSEEN
    }

    static Step of(String name, boolean passed, String right, String wrong) {
        return new Step(name, passed ? State.PASSED : State.REFUSED, passed ? right : wrong);
    }
}
