package dev.auditflow.version;

import dev.auditflow.config.ConfigException;
import dev.auditflow.host.TextFiles;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A Chart.yaml, in which versions are replaced and all else stays byte by byte. */
final class ChartFile {
    private final Path file;
    private final String text;
    private final MapNode root;

    private ChartFile(Path file, String text, MapNode root) {
        this.file = file;
        this.text = text;
        this.root = root;
    }

    /** Reads the Chart.yaml of a chart's folder. @throws ConfigException if it is none */
    static ChartFile of(Path chart) throws ConfigException {
        Path file = chart.resolve("Chart.yaml");
        try {
            return of(file, TextFiles.read(file));
        } catch (TextFiles.Unusable e) {
            throw new ConfigException(e.sentence() + "; \"versions\" of auditflow.yaml names folders of charts");
        }
    }

    /** Reads a text as if it stood in this file. @throws ConfigException if it is no Chart.yaml */
    static ChartFile of(Path file, String text) throws ConfigException {
        YamlReader.Parsed parsed = YamlReader.read(text);
        if (parsed.documents().size() != 1 || !(parsed.documents().getFirst() instanceof MapNode root)) {
            throw new ConfigException(file + " must hold one YAML mapping");
        }
        return new ChartFile(file, text, root);
    }

    Path file() {
        return file;
    }

    String text() {
        return text;
    }

    /** The chart's name. @throws ConfigException if it has none */
    String name() throws ConfigException {
        return root.string("name").orElseThrow(() -> new ConfigException(file + " has no \"name\""));
    }

    /** The chart's version. @throws ConfigException if it is none that can grow */
    SemanticVersion version() throws ConfigException {
        String version = scalar(root, "version").map(ScalarNode::source).orElse("");
        return SemanticVersion.read(version)
                .orElseThrow(() ->
                        new ConfigException("%s:%d: \"version\" is \"%s\"; versions are computed of the form 1.2.3"
                                .formatted(
                                        file,
                                        root.get("version")
                                                .map(node -> node.mark().line())
                                                .orElse(1),
                                        version)));
    }

    /** The names of the charts that this one holds. */
    List<String> dependencies() {
        return entries().stream()
                .flatMap(entry -> entry.string("name").stream())
                .toList();
    }

    /** The same with another version; appVersion goes with it where the two were the same. */
    ChartFile withVersion(SemanticVersion next) throws ConfigException {
        String current = version().toString();
        ChartFile changed = with(scalar(root, "version").orElseThrow(), next);
        Optional<ScalarNode> app =
                scalar(changed.root, "appVersion").filter(node -> node.source().equals(current));
        return app.isPresent() ? changed.with(app.get(), next) : changed;
    }

    /** The same with another version of a dependency; one that is a range stays as it is. */
    ChartFile withDependency(String name, SemanticVersion next) throws ConfigException {
        Optional<ScalarNode> version = entries().stream()
                .filter(entry -> entry.string("name").equals(Optional.of(name)))
                .flatMap(entry -> scalar(entry, "version").stream())
                .filter(node -> SemanticVersion.read(node.source()).isPresent())
                .findFirst();
        return version.isPresent() ? with(version.get(), next) : this;
    }

    private List<MapNode> entries() {
        return root.list("dependencies").map(ListNode::items).orElse(List.of()).stream()
                .filter(MapNode.class::isInstance)
                .map(MapNode.class::cast)
                .toList();
    }

    private ChartFile with(ScalarNode node, SemanticVersion next) throws ConfigException {
        Mark mark = node.mark();
        String written = text.substring(mark.offset(), mark.end());
        String changed = written.replace(node.source(), next.toString());
        return of(file, text.substring(0, mark.offset()) + changed + text.substring(mark.end()));
    }

    private static Optional<ScalarNode> scalar(MapNode map, String key) {
        Optional<Node> node = map.get(key);
        return node.filter(ScalarNode.class::isInstance).map(ScalarNode.class::cast);
    }
}
