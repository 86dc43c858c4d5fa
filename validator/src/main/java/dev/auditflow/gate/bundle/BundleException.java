package dev.auditflow.gate.bundle;

/** Bytes are no bundle that can be used. The message goes on a sentence that begins with where they came from. */
public final class BundleException extends Exception {
    private static final long serialVersionUID = 1L;

    BundleException(String message) {
        super(message);
    }

    /** The message, never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
