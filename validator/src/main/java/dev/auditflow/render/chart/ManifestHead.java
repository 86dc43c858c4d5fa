package dev.auditflow.render.chart;

import dev.auditflow.render.template.functions.GoYamlWords;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Helm reads of a document before it is sent anywhere.
 *
 * @param hooks the hook's events, empty for what is no hook
 */
record ManifestHead(String kind, List<String> hooks) {
    private static final String HOOK = "helm.sh/hook";

    /** A document cannot be read; the offset says where in the text of its template. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String template;
        private final int offset;

        Unreadable(String message, String template, int offset) {
            super(message, null, false, false);
            this.template = template;
            this.offset = offset;
        }

        String template() {
            return template;
        }

        int offset() {
            return offset;
        }
    }

    /** As Helm it looks at the first YAML document only; what follows it may be anything. */
    static ManifestHead read(String template, String text, DocumentSplit.Range range) {
        YamlReader.Parsed parsed = YamlReader.readAsHelm(text.substring(range.from(), range.to()));
        for (YamlReader.Fault fault : parsed.faults()) {
            if (fault.document() < 0 && parsed.documents().isEmpty()) {
                String message = "YAML parse error on %s: error converting YAML to JSON: %s"
                        .formatted(template, GoYamlWords.of(fault));
                throw new Unreadable(
                        message, template, range.from() + fault.mark().offset());
            }
        }
        Reader reader = new Reader(template, range.from());
        return reader.head(
                parsed.documents().isEmpty() ? null : parsed.documents().getFirst());
    }

    private record Reader(String template, int base) {
        ManifestHead head(@Nullable Node root) {
            MapNode top = map(root, "releaseutil.SimpleHead");
            if (top == null) {
                return new ManifestHead("", List.of());
            }
            string(child(top, "apiVersion"), "SimpleHead.apiVersion");
            String kind = string(child(top, "kind"), "SimpleHead.kind");
            MapNode metadata = map(child(top, "metadata"), "SimpleHead.metadata");
            if (metadata == null) {
                return new ManifestHead(kind, List.of());
            }
            string(child(metadata, "name"), "SimpleHead.metadata.name");
            MapNode annotations = map(child(metadata, "annotations"), "SimpleHead.metadata.annotations");
            List<String> events = List.of();
            if (annotations != null) {
                for (MapNode.Entry entry : annotations.entries()) {
                    String value = string(entry.value(), "SimpleHead.metadata.annotations");
                    events = entry.key().equals(HOOK) ? events(value) : events;
                }
            }
            return new ManifestHead(kind, events);
        }

        private static List<String> events(String value) {
            return Arrays.stream(value.split(",", -1))
                    .map(event -> event.strip().toLowerCase(Locale.ROOT))
                    .toList();
        }

        /** The value of a key, in any case when the exact one is not there. */
        private static @Nullable Node child(MapNode map, String key) {
            Node exact = map.get(key).orElse(null);
            if (exact != null) {
                return exact;
            }
            return map.entries().stream()
                    .filter(entry -> entry.key().equalsIgnoreCase(key))
                    .map(MapNode.Entry::value)
                    .findFirst()
                    .orElse(null);
        }

        private @Nullable MapNode map(@Nullable Node node, String field) {
            return switch (node) {
                case null -> null;
                case MapNode map -> map;
                case ScalarNode scalar when scalar.isNull() -> null;
                default -> throw wrong(node, field);
            };
        }

        private String string(@Nullable Node node, String field) {
            return switch (node) {
                case null -> "";
                case ScalarNode scalar -> scalar.isNull() ? "" : scalar.text();
                default -> throw wrong(node, field);
            };
        }

        private Unreadable wrong(Node node, String field) {
            String found = switch (node) {
                case MapNode _ -> "object";
                case ScalarNode scalar ->
                    switch (scalar.kind()) {
                        case STRING -> "string";
                        case BOOLEAN -> "bool";
                        default -> "number";
                    };
                default -> "array";
            };
            String into = field.contains("/") || !field.startsWith("SimpleHead")
                    ? "value of type " + field
                    : "struct field " + field + " of type string";
            return new Unreadable(
                    "YAML parse error on %s: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal %s into Go %s"
                            .formatted(template, found, into),
                    template,
                    base + node.mark().offset());
        }
    }
}
