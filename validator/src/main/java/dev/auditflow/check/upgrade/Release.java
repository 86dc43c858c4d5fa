package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Both renderings, to look up what else there is. */
record Release(List<Resource> before, List<Resource> after, Comparison comparison) {
    private static final Set<String> REFERENCES =
            Set.of("configMap", "configMapRef", "configMapKeyRef", "secretRef", "secretKeyRef");

    /** Whether Helm makes the object anew for a hook, so that no old one is updated. */
    static boolean isHook(Resource resource) {
        return resource.annotation("helm.sh/hook")
                .filter(hook -> !hook.startsWith("crd-install"))
                .isPresent();
    }

    /** Whether Helm leaves the object when it is gone from the chart. */
    static boolean isKept(Resource resource) {
        return resource.annotation("helm.sh/resource-policy")
                .filter("keep"::equals)
                .isPresent();
    }

    /** The new object of a kind and name. */
    Optional<Resource> now(String kind, String name) {
        return after.stream()
                .filter(resource -> resource.id().kind().equals(kind)
                        && resource.id().name().equals(name))
                .findFirst();
    }

    /** Objects with pods that read a ConfigMap or Secret of this name. */
    List<Resource> readers(String kind, String name) {
        return after.stream()
                .filter(resource -> Pods.template(resource)
                        .filter(template -> reads(template, kind, name))
                        .isPresent())
                .toList();
    }

    /** ConfigMaps and Secrets that change and that the pods of an object read. */
    Stream<ObjectChange> changedInputs(MapNode template) {
        return comparison.changes().stream()
                .filter(change -> change instanceof ObjectChange.Changed)
                .filter(change -> change.id().group().isEmpty())
                .filter(change ->
                        Set.of("ConfigMap", "Secret").contains(change.id().kind()))
                .filter(change ->
                        reads(template, change.id().kind(), change.id().name()));
    }

    private static boolean reads(Node node, String kind, String name) {
        return switch (node) {
            case MapNode map ->
                map.entries().stream()
                        .anyMatch(entry -> isReference(entry, kind, name) || reads(entry.value(), kind, name));
            case ListNode list -> list.items().stream().anyMatch(item -> reads(item, kind, name));
            case ScalarNode _ -> false;
        };
    }

    private static boolean isReference(MapNode.Entry entry, String kind, String name) {
        String field = entry.key();
        boolean fits = REFERENCES.contains(field) && field.startsWith(kind.equals("Secret") ? "secret" : "configMap");
        boolean volume = kind.equals("Secret") && field.equals("secret");
        return (fits || volume)
                && entry.value() instanceof MapNode map
                && map.string("name")
                        .or(() -> map.string("secretName"))
                        .filter(name::equals)
                        .isPresent();
    }
}
