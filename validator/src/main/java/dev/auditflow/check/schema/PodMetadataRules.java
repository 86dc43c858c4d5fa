package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.ScalarNode;
import java.util.List;
import java.util.Optional;

/** Constraints between the metadata of a pod or pod template and its spec, and what admission refuses of a pod. */
final class PodMetadataRules {
    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

    private PodMetadataRules() {}

    /** Fields that only admission fills, from a class that the pod names. */
    static void admitted(MapNode spec, FieldPath path, Sink sink) {
        if (Fields.isEmpty(spec, "priorityClassName")
                && Fields.number(spec, "priority")
                        .filter(priority -> priority.signum() != 0)
                        .isPresent()) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("priority"),
                    "priority comes from a class: set priorityClassName");
        }
        if (Fields.isAbsent(spec, "runtimeClassName") && !Fields.isAbsent(spec, "overhead")) {
            sink.report(
                    SchemaRules.CROSS_FIELD, path.key("overhead"), "overhead comes from a class: set runtimeClassName");
        }
    }

    /** The old annotations for AppArmor name a container and a profile. */
    static void appArmor(MapNode pod, FieldPath path, Sink sink) {
        List<MapNode.Entry> annotations = pod.map("metadata")
                .flatMap(metadata -> metadata.map("annotations"))
                .map(MapNode::entries)
                .orElse(List.of());
        for (MapNode.Entry annotation : annotations) {
            if (!annotation.key().startsWith(APP_ARMOR)) {
                continue;
            }
            FieldPath place = path.key("metadata").key("annotations").key(annotation.key());
            String container = annotation.key().substring(APP_ARMOR.length());
            String profile = annotation.value() instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : "";
            if (!hasContainer(pod.map("spec"), container)) {
                sink.report(
                        SchemaRules.CROSS_FIELD, place, "the pod has no container named \"%s\"".formatted(container));
            }
            if (!profile.isEmpty()
                    && !profile.equals("runtime/default")
                    && !profile.equals("unconfined")
                    && !profile.startsWith("localhost/")) {
                sink.report(
                        SchemaRules.INVALID_VALUE,
                        place,
                        "\"%s\" is not one of localhost/…, runtime/default, unconfined".formatted(profile));
            }
        }
    }

    private static boolean hasContainer(Optional<MapNode> spec, String name) {
        for (String field : List.of("containers", "initContainers", "ephemeralContainers")) {
            for (MapNode container : spec.map(s -> Fields.maps(s, field)).orElse(List.of())) {
                if (Fields.scalar(container, "name").filter(name::equals).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }
}
