package dev.auditflow.check;

import java.util.Locale;

/** The answer of a verdict. */
public enum Outcome {
    PASS,
    FAIL,
    /** Something could not be rendered or checked, so there is no answer. */
    ERROR;

    /** Lower case, as reports write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
