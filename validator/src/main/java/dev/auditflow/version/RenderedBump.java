package dev.auditflow.version;

import dev.auditflow.check.upgrade.Effect;
import dev.auditflow.check.upgrade.Meaning;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.diff.Change;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.ResourceId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The least that what a chart renders otherwise is worth, whatever its commits say. */
final class RenderedBump {
    /** Kinds whose objects others reach or that hold data: gone is gone for those who use them. */
    private static final Set<String> PROMISES = Set.of(
            "Service",
            "Ingress",
            "Gateway",
            "HTTPRoute",
            "GRPCRoute",
            "TLSRoute",
            "PersistentVolumeClaim",
            "StatefulSet",
            "Namespace",
            "CustomResourceDefinition");

    private static final Set<Meaning> BREAKS = EnumSet.of(Meaning.FAILS, Meaning.DISRUPTS);

    private RenderedBump() {}

    /**
     * Adds what an upgrade is worth.
     *
     * @param own whether what an effect is about comes from the chart
     */
    static void add(Upgrade upgrade, Predicate<Effect> own, Growth growth) {
        for (ObjectChange change : upgrade.comparison().changes()) {
            if (upgrade.of(change.id()).stream().anyMatch(own)) {
                List<Meaning> means = upgrade.meanings(change);
                growth.atLeast(of(change, means), reason(change.id(), word(change), means));
            }
        }
        for (ResourceId masked : upgrade.masked()) {
            List<Effect> effects = upgrade.of(masked);
            List<Meaning> means =
                    effects.stream().map(Effect::meaning).distinct().toList();
            if (effects.stream().anyMatch(own) && !means.equals(List.of(Meaning.COSMETIC))) {
                growth.atLeast(ofMeanings(means), reason(masked, "changed", means));
            }
        }
    }

    /** What one change is worth. */
    static Bump of(ObjectChange change, List<Meaning> means) {
        Bump least = ofMeanings(means);
        Bump seen = switch (change) {
            case ObjectChange.Removed removed -> PROMISES.contains(removed.id().kind()) ? Bump.MAJOR : Bump.MINOR;
            case ObjectChange.Added _ -> Bump.MINOR;
            case ObjectChange.Changed changed ->
                changed.changes().stream().anyMatch(RenderedBump::isShape) ? Bump.MINOR : Bump.PATCH;
        };
        return least.compareTo(seen) > 0 ? least : seen;
    }

    private static Bump ofMeanings(List<Meaning> means) {
        if (means.stream().anyMatch(BREAKS::contains)) {
            return Bump.MAJOR;
        }
        return means.contains(Meaning.WIDENS) ? Bump.MINOR : Bump.PATCH;
    }

    /** A field that came or went, not one that holds something else. */
    private static boolean isShape(Change change) {
        return change instanceof Change.Added || change instanceof Change.Removed;
    }

    private static String word(ObjectChange change) {
        return switch (change) {
            case ObjectChange.Added _ -> "added";
            case ObjectChange.Removed _ -> "removed";
            case ObjectChange.Changed changed -> changed.renamed() ? "renamed" : "changed";
        };
    }

    private static String reason(ResourceId id, String word, List<Meaning> means) {
        return "%s is %s (%s)"
                .formatted(id, word, means.stream().map(Meaning::word).collect(Collectors.joining(", ")));
    }
}
