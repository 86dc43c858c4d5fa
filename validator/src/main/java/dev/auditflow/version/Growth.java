package dev.auditflow.version;

import java.util.ArrayList;
import java.util.List;

/** The largest of several bumps, with the reasons for it. */
final class Growth {
    private Bump bump = Bump.NONE;
    private final List<String> reasons = new ArrayList<>();

    /** Takes a bump into account. */
    void atLeast(Bump other, String reason) {
        if (other.compareTo(bump) > 0) {
            bump = other;
            reasons.clear();
        }
        if (other == bump && bump != Bump.NONE && !reasons.contains(reason)) {
            reasons.add(reason);
        }
    }

    Bump bump() {
        return bump;
    }

    List<String> reasons() {
        return List.copyOf(reasons);
    }
}
