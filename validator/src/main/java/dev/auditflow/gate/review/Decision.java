package dev.auditflow.gate.review;

import java.util.Locale;
import java.util.Optional;

/** What is decided on a change. */
public enum Decision {
    /** The golden file is written. */
    ACCEPTED,
    /** The golden file stays as it is. */
    REJECTED,
    /** Later. */
    SKIPPED;

    /** As the page spells it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Decision> of(String word) {
        for (Decision decision : values()) {
            if (decision.word().equals(word)) {
                return Optional.of(decision);
            }
        }
        return Optional.empty();
    }
}
