package dev.auditflow.attest;

/** A text is no key that can be used. The message is a sentence that names where it came from and never what it holds. */
public final class KeyException extends Exception {
    private static final long serialVersionUID = 1L;

    KeyException(String message) {
        super(message);
    }

    /** The message, never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
