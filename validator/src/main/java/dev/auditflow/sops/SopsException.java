package dev.auditflow.sops;

/** A file cannot be decrypted. The message is the end of a sentence about the file, and holds nothing of what is in it. */
public final class SopsException extends Exception {
    private static final long serialVersionUID = 1L;

    SopsException(String message) {
        super(message);
    }

    /** The message, never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
