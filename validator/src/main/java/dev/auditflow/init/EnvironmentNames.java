package dev.auditflow.init;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which words name an environment, and which of two comes first on the way to production. */
final class EnvironmentNames {
    /** For releases that have no values of their own for any environment. */
    static final String DEFAULT = "default";

    /** For the values that a chart's authors test it with. */
    static final String CI = "ci";

    private static final List<List<String>> STAGES = List.of(
            List.of(DEFAULT),
            List.of(CI),
            List.of("local", "minikube", "kind"),
            List.of("dev", "devel", "develop", "development", "sandbox"),
            List.of("test", "testing", "tst"),
            List.of("int", "integration", "e2e"),
            List.of("qa", "uat", "acceptance", "acc"),
            List.of("stage", "staging", "stg"),
            List.of("preprod", "preproduction", "preview", "pre"),
            List.of("demo"),
            List.of("canary"),
            List.of("prod", "production", "prd", "live"));
    private static final Comparator<String> PROMOTION =
            Comparator.comparingInt(EnvironmentNames::stage).thenComparing(Comparator.naturalOrder());

    private EnvironmentNames() {}

    /** Whether a name such as {@code prod} or {@code prod-eu} says which environment something is for. */
    static boolean isKnown(String name) {
        return stage(name) < STAGES.size();
    }

    /** In the order of promotion; names that nobody knows come last. */
    static Comparator<String> promotion() {
        return PROMOTION;
    }

    private static int stage(String name) {
        int best = STAGES.size();
        for (String word : name.toLowerCase(Locale.ROOT).split("[-_.]", -1)) {
            for (int i = 0; i < STAGES.size(); i++) {
                if (STAGES.get(i).contains(word)) {
                    best = Math.min(best, i);
                }
            }
        }
        return best;
    }
}
