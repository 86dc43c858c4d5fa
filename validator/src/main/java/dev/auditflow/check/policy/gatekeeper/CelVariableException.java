package dev.auditflow.check.policy.gatekeeper;

import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.runtime.CelEvaluationException;

/** A variable could not be evaluated; an expression that asks for it fails in turn, unless another part decides. */
final class CelVariableException extends CelRuntimeException {
    private static final long serialVersionUID = 1L;

    private final String words;

    CelVariableException(String name, CelEvaluationException cause) {
        super(cause, cause.getErrorCode());
        this.words = CelWords.ofVariable(name, cause);
    }

    /** In the words of the API server. */
    @Override
    public String getMessage() {
        return words;
    }
}
