package dev.auditflow.check.policy.rego;

/** A policy could not be evaluated: it took too long, too much memory, or stopped itself. The message is a sentence. */
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1L;

    EvaluationException(String message) {
        super(message);
    }
}
