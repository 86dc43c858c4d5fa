package dev.auditflow.admission;

/** The policies gave no answer, so neither yes nor no can be said; the message is a sentence that says why. */
public final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswer(String message) {
        super(message);
    }
}
