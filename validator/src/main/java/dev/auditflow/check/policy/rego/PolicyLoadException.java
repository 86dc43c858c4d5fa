package dev.auditflow.check.policy.rego;

/** A policy that does not compile, or that this engine cannot run. The message is one or more sentences. */
public final class PolicyLoadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String builtin;

    public PolicyLoadException(String message) {
        this(message, "");
    }

    PolicyLoadException(String message, String builtin) {
        super(message);
        this.builtin = builtin;
    }

    /** The builtin that policies cannot have, empty if that is not the reason. */
    public String builtin() {
        return builtin;
    }
}
