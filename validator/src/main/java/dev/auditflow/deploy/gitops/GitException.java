package dev.auditflow.deploy.gitops;

/** Git cannot do what is asked. The message is a sentence for the person who must act. */
public final class GitException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean known;

    private GitException(String message, boolean known) {
        super(message);
        this.known = known;
    }

    /** Nothing was changed. */
    static GitException refused(String message) {
        return new GitException(message, true);
    }

    /** Nobody knows whether something was changed. */
    static GitException unknown(String message) {
        return new GitException(message, false);
    }

    /** Whether it is certain that nothing was changed. */
    public boolean isKnown() {
        return known;
    }

    /** The message, never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
