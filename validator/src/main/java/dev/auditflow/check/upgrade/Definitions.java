package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Change;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.yaml.MapNode;

/** Versions of CRDs: one in which objects may be stored cannot go. */
final class Definitions {
    /** Steps of the way to a version's field. */
    private static final int DEEPEST = 4;

    private Definitions() {}

    static void check(ObjectChange.Changed object, Effects effects) {
        for (Change change : object.changes()) {
            if (change.trail().steps().size() > DEEPEST) {
                continue;
            }
            String path = change.trail().toString();
            if (change instanceof Change.Removed removed
                    && path.matches("spec\\.versions\\[[^]]+]")
                    && removed.before() instanceof MapNode version) {
                gone(object, change, version, effects);
            } else if (path.matches("spec\\.versions\\[[^]]+]\\.served")
                    && change instanceof Change.Replaced replaced
                    && Pods.text(replaced.after()).filter("false"::equals).isPresent()) {
                effects.add(
                        Meaning.DISRUPTS,
                        object,
                        change,
                        "Nobody can read or write version %s of %s any more"
                                .formatted(
                                        change.trail().itemOf("versions"),
                                        object.id().name()),
                        "Move manifests and clients to another version first");
            }
        }
    }

    private static void gone(ObjectChange.Changed object, Change change, MapNode version, Effects effects) {
        String name = version.string("name").orElse("");
        boolean stored = version.get("storage")
                .flatMap(Pods::text)
                .filter("true"::equals)
                .isPresent();
        if (stored) {
            effects.add(
                    Meaning.FAILS,
                    object,
                    change,
                    "The API server refuses this: objects are stored in version %s".formatted(name),
                    "Keep the version with 'served: false', rewrite the objects in the new one, then take it out of"
                            + " status.storedVersions and of the definition");
        } else {
            effects.add(
                    Meaning.DISRUPTS,
                    object,
                    change,
                    "Nobody can read or write version %s of %s any more; where objects were once stored in it, the API"
                                    .formatted(name, object.id().name())
                            + " server refuses the change",
                    "Move manifests and clients to another version first");
        }
    }
}
