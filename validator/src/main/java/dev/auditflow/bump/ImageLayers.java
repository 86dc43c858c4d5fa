package dev.auditflow.bump;

import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that may set the image of a service in one target, the one that wins first: the environment's values files from the
 * last to the first, the chart's values, the subchart's own.
 */
record ImageLayers(List<Layer> layers) {
    private static final String IMAGE = "image";
    private static final String VALUES = "values.yaml";

    ImageLayers {
        layers = List.copyOf(layers);
    }

    /**
     * One file.
     *
     * @param image where the image of the service stands in it, if it does
     */
    record Layer(Path file, ValuesText values, FieldPath image) {
        FieldPath tag() {
            return image.key("tag");
        }

        FieldPath digest() {
            return image.key("digest");
        }

        /** The image as one string, {@code repository:tag}. */
        Optional<String> reference() {
            return values.at(image)
                    .filter(node -> node instanceof ScalarNode scalar && !scalar.isNull())
                    .map(node -> ((ScalarNode) node).text());
        }

        Optional<ScalarNode> scalar(FieldPath path) {
            return values.at(path).filter(ScalarNode.class::isInstance).map(ScalarNode.class::cast);
        }

        boolean names() {
            return values.at(tag()).isPresent() || reference().isPresent();
        }

        /** The file with its line, as messages name it. */
        String place(FieldPath path) {
            return "%s:%d"
                    .formatted(
                            file,
                            values.at(path).map(node -> node.mark().line()).orElse(1));
        }
    }

    /**
     * Reads the files of a target.
     *
     * @param service keys of the values with dots between them, the last of which has the image; the release's or chart's own name
     *     for an image at the top
     */
    static ImageLayers of(Target target, String service) throws ConfigException {
        ImageLayers named = read(target, Arrays.asList(service.split("\\.", -1)));
        boolean own = service.equals(target.release())
                || Path.of(target.source().name()).endsWith(Path.of(service));
        return own && named.deciding().isEmpty() ? read(target, List.of()) : named;
    }

    private static ImageLayers read(Target target, List<String> keys) throws ConfigException {
        List<Layer> layers = new ArrayList<>();
        for (Path file : target.options().valuesFiles().reversed()) {
            layers.add(new Layer(file, ValuesText.read(file), path(keys)));
        }
        if (target.source() instanceof Source.Chart(Path chart)) {
            add(chart.resolve(VALUES), keys, layers);
            if (!keys.isEmpty()) {
                Path subchart =
                        chart.resolve("charts").resolve(aliases(chart).getOrDefault(keys.getFirst(), keys.getFirst()));
                add(subchart.resolve(VALUES), keys.subList(1, keys.size()), layers);
            }
        }
        return new ImageLayers(layers);
    }

    private static void add(Path file, List<String> keys, List<Layer> layers) throws ConfigException {
        if (Files.isRegularFile(file)) {
            layers.add(new Layer(file, ValuesText.read(file), path(keys)));
        }
    }

    private static FieldPath path(List<String> keys) {
        return FieldPath.of(keys.toArray()).key(IMAGE);
    }

    /** Folders of subcharts by what the values call them: a dependency's alias, or its name. */
    private static Map<String, String> aliases(Path chart) throws ConfigException {
        Path file = chart.resolve("Chart.yaml");
        Map<String, String> folders = new TreeMap<>();
        Optional<Node> dependencies =
                Files.isRegularFile(file) ? ValuesText.read(file).root().get("dependencies") : Optional.empty();
        if (dependencies.isPresent() && dependencies.get() instanceof ListNode list) {
            for (Node item : list.items()) {
                if (item instanceof MapNode entry) {
                    entry.string("alias")
                            .ifPresent(alias ->
                                    folders.put(alias, entry.string("name").orElse(alias)));
                }
            }
        }
        return folders;
    }

    /** The file whose tag, or whole reference, wins. */
    Optional<Layer> deciding() {
        return layers.stream().filter(Layer::names).findFirst();
    }

    /** The file whose digest wins, if any has a place for one. */
    Optional<Layer> digest() {
        return layers.stream()
                .filter(layer -> layer.values().at(layer.digest()).isPresent())
                .findFirst();
    }

    /** Names of services that have an image, as a user may give them; sorted. */
    static List<String> services(Target target) throws ConfigException {
        List<String> found = new ArrayList<>();
        for (Layer layer : read(target, List.of()).layers()) {
            collect(layer.values().root(), "", found);
        }
        if (target.source() instanceof Source.Chart(Path chart)) {
            Map<String, String> names = new TreeMap<>();
            aliases(chart).forEach((alias, folder) -> names.put(folder, alias));
            for (Path values : subcharts(chart)) {
                MapNode root = ValuesText.read(values).root();
                String folder = String.valueOf(values.getName(values.getNameCount() - 2));
                String name = names.getOrDefault(folder, folder);
                collect(new MapNode(List.of(new MapNode.Entry(name, root.mark(), root)), root.mark()), "", found);
            }
        }
        return found.stream().distinct().sorted().toList();
    }

    private static List<Path> subcharts(Path chart) throws ConfigException {
        Path folder = chart.resolve("charts");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> charts = Files.list(folder)) {
            return charts.map(one -> one.resolve(VALUES))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (java.io.IOException e) {
            throw new ConfigException("The folder %s cannot be read: %s".formatted(folder, e.getMessage()));
        }
    }

    private static void collect(MapNode map, String name, List<String> names) {
        for (MapNode.Entry entry : map.entries()) {
            boolean holds =
                    entry.value() instanceof MapNode image ? image.get("tag").isPresent() : isString(entry.value());
            if (entry.key().equals(IMAGE) && holds && !name.isEmpty()) {
                names.add(name);
            } else if (entry.value() instanceof MapNode inner) {
                collect(inner, name.isEmpty() ? entry.key() : name + "." + entry.key(), names);
            }
        }
    }

    private static boolean isString(Node node) {
        return node instanceof ScalarNode scalar && scalar.kind() == ScalarNode.Kind.STRING;
    }
}
