package dev.auditflow.check.policy.rego;

/** A compiled policy that this engine cannot run. The message is a sentence. */
public final class PolicyLoadException extends Exception {
    private static final long serialVersionUID = 1L;

    PolicyLoadException(String message) {
        super(message);
    }
}
