package dev.auditflow.check.schema;

import dev.auditflow.yaml.MapNode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths into the schema of a CRD, such as {@code .spec.size} or {@code ['odd.name']}. */
final class SchemaPaths {
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]]+)|\\['((?:[^'\\\\]|\\\\.)*)'\\]");

    private SchemaPaths() {}

    /** The schema of the field that a path leads to; empty if it leads nowhere. */
    static Optional<MapNode> find(MapNode schema, String path) {
        Matcher step = STEP.matcher(path);
        Optional<MapNode> at = Optional.of(schema);
        int end = 0;
        while (at.isPresent() && end < path.length()) {
            if (!step.find(end) || step.start() != end) {
                return Optional.empty();
            }
            end = step.end();
            String name = step.group(1) == null ? step.group(2).replaceAll("\\\\(.)", "$1") : step.group(1);
            MapNode here = at.get();
            at = here.map("properties").isPresent()
                    ? here.map("properties").flatMap(properties -> properties.map(name))
                    : here.map("additionalProperties");
        }
        return at;
    }

    /** A field that objects may be selected by is a scalar outside the metadata. */
    static Constraint selectable(MapNode root) {
        return (field, path, sink) -> {
            String text = Fields.scalar(field, "jsonPath").orElse("");
            Optional<String> type = find(root, text).flatMap(schema -> Fields.scalar(schema, "type"));
            boolean fits = !text.contains("[")
                    && !text.startsWith(".metadata")
                    && type.filter(Set.of("boolean", "integer", "string")::contains)
                            .isPresent();
            if (!text.isEmpty() && !fits) {
                sink.report(
                        SchemaRules.INVALID_VALUE,
                        path.key("jsonPath"),
                        "\"%s\" leads to no string, integer or boolean of the schema".formatted(text));
            }
        };
    }
}
