package dev.auditflow.deploy;

import dev.auditflow.manifest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a rollback will not undo, said before anything is done. */
final class Irreversible {
    private static final Set<String> BEFORE = Set.of("pre-install", "pre-upgrade", "post-install", "post-upgrade");

    private Irreversible() {}

    static List<String> of(List<Resource> objects) {
        List<String> warnings = new ArrayList<>();
        for (Resource object : objects) {
            String hook = object.annotation("helm.sh/hook").orElse("");
            boolean runs = List.of(hook.split("\\s*,\\s*", -1)).stream().anyMatch(BEFORE::contains);
            if (runs) {
                warnings.add("a rollback does not undo what the hook %s does".formatted(object.id()));
            } else if (object.id().kind().equals("PersistentVolumeClaim")) {
                warnings.add("a rollback does not undo what is written to the volume of %s".formatted(object.id()));
            } else if (hasClaims(object)) {
                warnings.add("a rollback does not undo what is written to the volumes of %s".formatted(object.id()));
            } else if (object.id().kind().equals("CustomResourceDefinition")) {
                warnings.add("a rollback does not undo what a new %s makes of stored objects".formatted(object.id()));
            }
        }
        return warnings;
    }

    private static boolean hasClaims(Resource object) {
        return object.id().kind().equals("StatefulSet")
                && object.root()
                        .map("spec")
                        .flatMap(spec -> spec.list("volumeClaimTemplates"))
                        .isPresent();
    }
}
