package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What containers mount and the volumes of their pod. */
final class MountRules {
    private MountRules() {}

    /**
     * Every mount names a volume of the pod or, in a StatefulSet, a claim template.
     *
     * @param steps from the object's root to the pod's spec
     */
    static Constraint mountsHaveVolumes(String... steps) {
        return (object, path, sink) -> {
            Optional<MapNode> spec = Optional.of(object);
            FieldPath place = path;
            for (String step : steps) {
                spec = spec.flatMap(s -> s.map(step));
                place = place.key(step);
            }
            if (spec.isPresent()) {
                Set<String> volumes = new HashSet<>();
                names(PodRules.items(spec.get(), "volumes"), volumes);
                object.map("spec")
                        .ifPresent(outer -> PodRules.items(outer, "volumeClaimTemplates").stream()
                                .filter(MapNode.class::isInstance)
                                .forEach(claim ->
                                        ((MapNode) claim).map("metadata").ifPresent(m -> names(List.of(m), volumes))));
                mounts(spec.get(), volumes, place, sink);
            }
        };
    }

    static void names(List<Node> named, Set<String> names) {
        for (Node node : named) {
            if (node instanceof MapNode map) {
                map.string("name").ifPresent(names::add);
            }
        }
    }

    private static void mounts(MapNode spec, Set<String> volumes, FieldPath path, Sink sink) {
        for (String field : List.of("containers", "initContainers")) {
            List<Node> containers = PodRules.items(spec, field);
            for (int i = 0; i < containers.size(); i++) {
                if (containers.get(i) instanceof MapNode container) {
                    uses(container, "volumeMounts", volumes, path.key(field).index(i), sink);
                    uses(container, "volumeDevices", volumes, path.key(field).index(i), sink);
                }
            }
        }
    }

    private static void uses(MapNode container, String list, Set<String> volumes, FieldPath path, Sink sink) {
        List<Node> mounts = PodRules.items(container, list);
        for (int i = 0; i < mounts.size(); i++) {
            if (mounts.get(i) instanceof MapNode mount) {
                FieldPath place = path.key(list).index(i).key("name");
                mount.string("name")
                        .filter(name -> !name.isEmpty() && !volumes.contains(name))
                        .ifPresent(name -> sink.report(
                                SchemaRules.CROSS_FIELD, place, "there is no volume named \"%s\"".formatted(name)));
            }
        }
    }
}
