package dev.auditflow.render.chart;

import dev.auditflow.render.yaml.HelmYaml;
import dev.auditflow.render.yaml.UnreadableYaml;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
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
        String document = text.substring(range.from(), range.to());
        Optional<ManifestHead> simple = simple(document);
        if (simple.isPresent()) {
            return simple.get();
        }
        try {
            return parsed(document);
        } catch (UnreadableYaml e) {
            String message =
                    "YAML parse error on %s: error converting YAML to JSON: %s".formatted(template, e.getMessage());
            throw new Unreadable(message, template, range.from() + e.mark().offset());
        } catch (GoShape.Misfit e) {
            String message = "YAML parse error on %s: %s".formatted(template, e.getMessage());
            throw new Unreadable(message, template, range.from() + e.mark().offset());
        }
    }

    /** The head of a document that all readers of YAML read alike, in a fraction of the time; empty for any other. */
    static Optional<ManifestHead> simple(String document) {
        return YamlReader.simple(document).flatMap(root -> {
            try {
                GoShape.HEAD.check(root);
                return Optional.of(of(root)).filter(ManifestHead::isOfWords);
            } catch (GoShape.Misfit e) {
                return Optional.empty();
            }
        });
    }

    /** Numbers, and texts of several lines, are not written the same by all readers. */
    private boolean isOfWords() {
        return Stream.concat(Stream.of(kind), hooks.stream())
                .allMatch(word -> word.isEmpty() || (Character.isLetter(word.charAt(0)) && word.indexOf('\n') < 0));
    }

    /** The head as Helm reads it. */
    static ManifestHead parsed(String document) throws UnreadableYaml, GoShape.Misfit {
        Node root = HelmYaml.first(document);
        GoShape.HEAD.check(root);
        return of(root);
    }

    private static ManifestHead of(@Nullable Node root) {
        String kind = "";
        List<String> events = List.of();
        for (MapNode.Entry entry : entries(root)) {
            if (entry.key().equalsIgnoreCase("kind")) {
                kind = text(entry.value());
            } else if (entry.key().equalsIgnoreCase("metadata")) {
                events = hooks(entry.value(), events);
            }
        }
        return new ManifestHead(kind, events);
    }

    private static List<String> hooks(Node metadata, List<String> before) {
        List<String> events = before;
        for (MapNode.Entry entry : entries(metadata)) {
            if (entry.key().equalsIgnoreCase("annotations")) {
                for (MapNode.Entry annotation : entries(entry.value())) {
                    events = annotation.key().equals(HOOK) ? events(text(annotation.value())) : events;
                }
            }
        }
        return events;
    }

    private static List<MapNode.Entry> entries(@Nullable Node node) {
        return node instanceof MapNode map ? GoShape.sorted(map) : List.of();
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : "";
    }

    private static List<String> events(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(event -> event.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
