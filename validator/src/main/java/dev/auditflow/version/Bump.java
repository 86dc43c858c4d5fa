package dev.auditflow.version;

import java.util.Locale;

/** By how much a version grows, the least first. */
public enum Bump {
    NONE,
    PATCH,
    MINOR,
    MAJOR;

    /** As JSON and people spell it: {@code minor}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
