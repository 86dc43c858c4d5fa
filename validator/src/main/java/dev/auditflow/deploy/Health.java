package dev.auditflow.deploy;

/**
 * How an object is.
 *
 * @param reason why it is not current, as a part of a sentence; empty when it is
 */
public record Health(State state, String reason) {
    /** The states of kstatus. */
    public enum State {
        /** It is as its manifest wants it. */
        CURRENT,
        /** It may yet become so. */
        IN_PROGRESS,
        /** It will not without a change. */
        FAILED,
        /** It is being deleted. */
        TERMINATING,
        /** It is not there. */
        NOT_FOUND
    }

    static Health current() {
        return new Health(State.CURRENT, "");
    }

    static Health inProgress(String reason) {
        return new Health(State.IN_PROGRESS, reason);
    }

    static Health failed(String reason) {
        return new Health(State.FAILED, reason);
    }

    boolean isCurrent() {
        return state == State.CURRENT;
    }
}
