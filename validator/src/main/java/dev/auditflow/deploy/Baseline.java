package dev.auditflow.deploy;

import java.util.List;

/**
 * The alerts that fired before anything was changed; they say nothing of a release.
 *
 * @param known whether they could be asked for
 * @param fingerprints sorted
 */
record Baseline(boolean known, List<String> fingerprints) {
    Baseline {
        fingerprints = fingerprints.stream().sorted().toList();
    }

    static Baseline unknown() {
        return new Baseline(false, List.of());
    }
}
