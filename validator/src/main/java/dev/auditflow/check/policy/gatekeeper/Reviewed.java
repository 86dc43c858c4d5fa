package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.yaml.MapNode;
import java.util.Map;

/**
 * What of an object decides whether a constraint is about it.
 *
 * @param group API group; empty for the core group
 * @param namespace empty if the object names none
 */
record Reviewed(
        String group,
        String version,
        String kind,
        String name,
        String generateName,
        String namespace,
        Map<String, String> labels) {
    Reviewed {
        labels = Map.copyOf(labels);
    }

    static Reviewed of(MapNode object) {
        String apiVersion = object.string("apiVersion").orElse("");
        int slash = apiVersion.indexOf('/');
        MapNode metadata = object.map("metadata").orElse(new MapNode(java.util.List.of(), object.mark()));
        return new Reviewed(
                slash < 0 ? "" : apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                object.string("kind").orElse(""),
                metadata.string("name").orElse(""),
                metadata.string("generateName").orElse(""),
                metadata.string("namespace").orElse(""),
                metadata.map("labels").map(LabelSelector::strings).orElse(Map.of()));
    }

    boolean isNamespace() {
        return kind.equals("Namespace") && group.isEmpty();
    }

    String groupVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
