package dev.auditflow.check.schema;

import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.ScalarNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What metadata of objects must hold, whatever their kind. Metadata inside templates is checked where it is used. */
final class MetadataRules {
    private static final int ANNOTATIONS_SIZE = 256 * 1024;

    private static final Set<String> FINALIZERS = Set.of("kubernetes", "orphan", "foregroundDeletion");
    private static final String POD_SECURITY = "pod-security.kubernetes.io/";
    private static final Set<String> POD_SECURITY_MODES = Set.of("audit", "enforce", "warn");
    private static final Set<String> POD_SECURITY_LEVELS = Set.of("baseline", "privileged", "restricted");
    private static final Set<String> ANY_FINALIZER =
            Set.of("admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io");

    private static final List<Constraint> OBJECT = List.of(
            Constraints.keys("labels", Names::qualified, Names::labelValue),
            MetadataRules::annotations,
            Constraints.named("namespace", Names::label),
            Constraints.named("finalizers", Names::qualified),
            Constraints.range("generation", 0, Long.MAX_VALUE),
            Constraints.each("ownerReferences", Constraints.required("apiVersion", "kind", "name", "uid")));

    private MetadataRules() {}

    /** Checks an object's own metadata. */
    static void check(MapNode object, Sink sink) {
        object.map("metadata")
                .ifPresent(metadata -> OBJECT.forEach(rule -> rule.check(metadata, FieldPath.of("metadata"), sink)));
    }

    /** Finalizers of built-in kinds without a domain are those that Kubernetes knows; groups of the API itself take any. */
    static void finalizers(Resource resource, Sink sink) {
        if (ANY_FINALIZER.contains(resource.id().group())) {
            return;
        }
        resource
                .root()
                .map("metadata")
                .flatMap(metadata -> metadata.list("finalizers"))
                .map(ListNode::items)
                .orElse(List.of())
                .stream()
                .filter(item -> item instanceof ScalarNode name && !name.text().contains("/"))
                .map(ScalarNode.class::cast)
                .filter(name -> !FINALIZERS.contains(name.text())
                        && Names.qualified(name.text()).isEmpty())
                .forEach(name -> sink.report(
                        SchemaRules.INVALID_NAME,
                        FieldPath.of("metadata", "finalizers"),
                        "the finalizer \"%s\" needs a domain: example.com/%s".formatted(name.text(), name.text())));
    }

    /** A finalizer of a namespace. */
    static String finalizer(String name) {
        String wrong = Names.qualified(name);
        return wrong.isEmpty() && !name.contains("/") && !FINALIZERS.contains(name)
                ? "it needs a domain: example.com/" + name
                : wrong;
    }

    /** Labels that say how strictly the pods of a namespace are judged. */
    static void podSecurity(MapNode namespace, FieldPath path, Sink sink) {
        List<MapNode.Entry> labels = namespace
                .map("metadata")
                .flatMap(metadata -> metadata.map("labels"))
                .map(MapNode::entries)
                .orElse(List.of());
        for (MapNode.Entry label : labels) {
            String mode = label.key().startsWith(POD_SECURITY) ? label.key().substring(POD_SECURITY.length()) : "";
            String value = label.value() instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : "";
            boolean level = POD_SECURITY_MODES.contains(mode);
            boolean version = mode.endsWith("-version")
                    && POD_SECURITY_MODES.contains(mode.substring(0, mode.length() - "-version".length()));
            if ((level && !POD_SECURITY_LEVELS.contains(value))
                    || (version && !value.matches("latest|v1\\.(0|[1-9][0-9]*)"))) {
                sink.report(
                        SchemaRules.INVALID_VALUE,
                        path.key("metadata").key("labels").key(label.key()),
                        level
                                ? "\"%s\" is not one of baseline, privileged, restricted".formatted(value)
                                : "\"%s\" is neither latest nor a version such as v1.34".formatted(value));
            }
        }
    }

    /** Keys are qualified names in any case; all together are bounded. */
    static void annotations(MapNode metadata, FieldPath path, Sink sink) {
        Constraints.keys("annotations", key -> Names.qualified(key.toLowerCase(Locale.ROOT)), v -> "")
                .check(metadata, path, sink);
        long size = metadata.map("annotations").map(MapNode::entries).orElse(List.of()).stream()
                .mapToLong(entry -> Utf8.length(entry.key())
                        + (entry.value() instanceof ScalarNode value ? Utf8.length(value.text()) : 0))
                .sum();
        if (size > ANNOTATIONS_SIZE) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    path.key("annotations"),
                    "the annotations have %d bytes and may have %d".formatted(size, ANNOTATIONS_SIZE));
        }
    }
}
