package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.ScalarNode;
import java.util.List;
import java.util.Locale;

/** What metadata of objects must hold, whatever their kind. Metadata inside templates is checked where it is used. */
final class MetadataRules {
    private static final int ANNOTATIONS_SIZE = 256 * 1024;

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
