package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Change;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.diff.Trail;
import java.util.List;

/** The class of a change that does nothing more than change. */
final class Plain {
    /** Keys of labels and annotations that nothing acts on; a trailing star matches the rest. */
    private static final List<String> NAMES = List.of(
            "helm.sh/chart",
            "app.kubernetes.io/version",
            "app.kubernetes.io/managed-by",
            "app.kubernetes.io/part-of",
            "meta.helm.sh/*",
            "checksum/*",
            "kubernetes.io/description",
            "chart",
            "heritage");

    private Plain() {}

    static Meaning of(ObjectChange.Changed object, Change change) {
        String path = change.trail().fields();
        if (isImage(object, path)) {
            return Meaning.IMAGE;
        }
        return Defaults.same(change) || isCosmetic(object, change, path) ? Meaning.COSMETIC : Meaning.CONFIG;
    }

    private static boolean isImage(ObjectChange.Changed object, String path) {
        boolean image = path.endsWith("ontainers.image") || path.endsWith(".image.reference");
        return image && Pods.isBelow(path, Pods.spec(object.id()));
    }

    private static boolean isCosmetic(ObjectChange.Changed object, Change change, String path) {
        boolean definition = object.id().kind().equals("CustomResourceDefinition");
        if (definition && (path.endsWith(".description") || change instanceof Change.Reordered)) {
            return true;
        }
        String pods = Pods.path(object.id());
        return !Pods.isBelow(path, pods) && isAboutNothing(change);
    }

    /** A label or annotation by one of the names, or a map of nothing else. */
    static boolean isAboutNothing(Change change) {
        List<Trail.Step> steps = change.trail().steps();
        for (int i = 1; i < steps.size(); i++) {
            boolean below = steps.get(i - 1) instanceof Trail.Step.Key(String map)
                    && (map.equals("labels") || map.equals("annotations"));
            if (below && steps.get(i) instanceof Trail.Step.Key(String name)) {
                return NAMES.stream().anyMatch(mask -> fits(mask, name));
            }
        }
        return false;
    }

    private static boolean fits(String mask, String name) {
        return mask.endsWith("*") ? name.startsWith(mask.substring(0, mask.length() - 1)) : name.equals(mask);
    }
}
