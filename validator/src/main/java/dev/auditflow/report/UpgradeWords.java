package dev.auditflow.report;

import dev.auditflow.check.upgrade.Effect;
import dev.auditflow.check.upgrade.Meaning;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.ResourceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How all forms of an upgrade name objects and group what is said of them. */
final class UpgradeWords {
    private UpgradeWords() {}

    static String sign(ObjectChange change) {
        return switch (change) {
            case ObjectChange.Added _ -> "+";
            case ObjectChange.Removed _ -> "-";
            case ObjectChange.Changed _ -> "~";
        };
    }

    static String verb(ObjectChange change) {
        return switch (change) {
            case ObjectChange.Added _ -> "added";
            case ObjectChange.Removed _ -> "removed";
            case ObjectChange.Changed changed -> changed.renamed() ? "renamed" : "changed";
        };
    }

    /** {@code Deployment/web}, with the old name of one that was renamed. */
    static String name(ObjectChange change) {
        return change instanceof ObjectChange.Changed changed && changed.renamed()
                ? changed.id() + " (was " + changed.before().id() + ")"
                : change.id().toString();
    }

    static String meanings(List<Meaning> meanings) {
        return meanings.stream().map(Meaning::word).collect(Collectors.joining(", "));
    }

    /** What has to be told of an object in a sentence; equal sentences once. */
    static List<Effect> told(Upgrade upgrade, ResourceId resource) {
        Map<String, Effect> told = new LinkedHashMap<>();
        for (Effect effect : upgrade.of(resource)) {
            if (isTold(effect.meaning())) {
                told.putIfAbsent(effect.meaning() + effect.message(), effect);
            }
        }
        return List.copyOf(told.values());
    }

    private static boolean isTold(Meaning meaning) {
        return switch (meaning) {
            case FAILS, DISRUPTS, RESTARTS, WIDENS -> true;
            case IMAGE, CONFIG, COSMETIC -> false;
        };
    }

    /** Objects of which something is said though all that changes in them is masked. */
    static List<ResourceId> masked(Upgrade upgrade) {
        return upgrade.masked().stream()
                .filter(resource -> !told(upgrade, resource).isEmpty())
                .toList();
    }

    static String cause(Effect effect) {
        String cause = Words.cause(effect.location());
        return cause.isEmpty() ? effect.location().rendered().toString() : cause;
    }
}
