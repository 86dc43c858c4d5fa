package dev.auditflow.check.upgrade;

import java.util.Locale;

/** Classes of what a change means, the gravest first. */
public enum Meaning {
    /** The API server refuses the new object. */
    FAILS("will fail"),
    /** Something that was served or stored is gone. */
    DISRUPTS("disrupt"),
    /** Pods are replaced. */
    RESTARTS("restart"),
    /** Somebody or something may do more. */
    WIDENS("wider"),
    /** Another image runs. */
    IMAGE("another image"),
    /** Behaviour may change. */
    CONFIG("configuration"),
    /** Nothing that anything reads. */
    COSMETIC("cosmetic");

    private final String summary;

    Meaning(String summary) {
        this.summary = summary;
    }

    /** As reports and policies spell it: {@code fails}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As a summary counts it: {@code will fail}. */
    public String summary() {
        return summary;
    }
}
