package dev.auditflow.render.chart;

import dev.auditflow.render.yaml.HelmYaml;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads Chart.yaml and requirements.yaml; keys are found whatever their case, as Go's JSON reader does. */
final class ChartYaml {
    private static final Pattern ALIAS = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern SEMVER = Pattern.compile("v?\\d+(\\.\\d+){0,2}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

    private final String place;
    private final MapNode root;

    ChartYaml(ChartFile file, String place) {
        this.place = place;
        this.root = read(file, place, GoShape.METADATA) instanceof MapNode map
                ? map
                : new MapNode(List.of(), new Mark(1, 1, 0, 0));
    }

    /** Refuses a Chart.lock or requirements.lock that cannot be read; nothing in it counts here. */
    static void lock(ChartFile file, String place) {
        read(file, place, GoShape.LOCK);
    }

    private static @Nullable Node read(ChartFile file, String place, GoShape shape) {
        String words = "cannot load " + file.name();
        Node node = ValuesReader.document(file.go(), place, words);
        try {
            shape.check(node);
            return node;
        } catch (GoShape.Misfit e) {
            throw new ChartProblem(
                    words + ": " + e.getMessage(), place, e.mark().line(), "Correct the type of this value");
        }
    }

    Metadata metadata() {
        String apiVersion = string(root, "apiVersion");
        return new Metadata(
                clean(string(root, "name")),
                clean(string(root, "home")),
                strings(root, "sources"),
                string(root, "version"),
                clean(string(root, "description")),
                strings(root, "keywords"),
                maps(root, "maintainers").stream()
                        .map(m -> new Metadata.Maintainer(
                                clean(string(m, "name")), clean(string(m, "email")), clean(string(m, "url"))))
                        .toList(),
                clean(string(root, "icon")),
                apiVersion.isEmpty() ? "v1" : apiVersion,
                clean(string(root, "condition")),
                clean(string(root, "tags")),
                clean(string(root, "appVersion")),
                Boolean.parseBoolean(string(root, "deprecated")),
                annotations(),
                clean(string(root, "kubeVersion")),
                string(root, "type"));
    }

    List<Dependency> dependencies() {
        List<Dependency> dependencies = new ArrayList<>();
        for (MapNode entry : maps(root, "dependencies")) {
            Dependency dependency = new Dependency(
                    clean(string(entry, "name")),
                    clean(string(entry, "version")),
                    clean(string(entry, "repository")),
                    clean(string(entry, "condition")),
                    strings(entry, "tags"),
                    string(entry, "alias"),
                    imports(entry));
            dependencies.add(dependency);
        }
        return dependencies;
    }

    /**
     * Refuses what Helm refuses.
     *
     * @param dependencies those of requirements.yaml when that has any
     */
    void check(Metadata metadata, List<Dependency> dependencies) {
        if (metadata.name().isEmpty()) {
            throw invalid("chart.metadata.name is required");
        }
        if (metadata.name().equals(".") || metadata.name().equals("..")) {
            throw invalid("chart.metadata.name \"%s\" is not allowed".formatted(metadata.name()));
        }
        if (metadata.name().contains("/")) {
            throw invalid("chart.metadata.name \"%s\" is invalid".formatted(metadata.name()));
        }
        if (metadata.version().isEmpty()) {
            throw invalid("chart.metadata.version is required");
        }
        if (!SEMVER.matcher(metadata.version()).matches()) {
            throw invalid("chart.metadata.version \"%s\" is invalid".formatted(metadata.version()));
        }
        if (!Set.of("", "application", "library").contains(metadata.type())) {
            throw invalid("chart.metadata.type must be application or library");
        }
        refuseNulls("maintainers");
        refuseNulls("dependencies");
        Set<String> names = new HashSet<>();
        for (Dependency dependency : dependencies) {
            if (!dependency.alias.isEmpty() && !ALIAS.matcher(dependency.alias).matches()) {
                throw invalid("dependency \"%s\" has disallowed characters in the alias".formatted(dependency.name));
            }
            String key = dependency.alias();
            if (!names.add(key)) {
                throw invalid("more than one dependency with name or alias \"%s\"".formatted(key));
            }
        }
    }

    private void refuseNulls(String key) {
        if (!items(root, key).stream().allMatch(MapNode.class::isInstance)) {
            throw invalid("%s must not contain empty or null nodes".formatted(key));
        }
    }

    private ChartProblem invalid(String message) {
        return new ChartProblem("validation: " + message, place, 0, "Correct Chart.yaml");
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>(Order.CODE_POINTS);
        if (find(root, "annotations").orElse(null) instanceof MapNode map) {
            map.entries().forEach(entry -> annotations.put(entry.key(), text(entry.value())));
        }
        return annotations;
    }

    private List<Dependency.ImportValues> imports(MapNode entry) {
        List<Dependency.ImportValues> imports = new ArrayList<>();
        if (find(entry, "import-values").orElse(null) instanceof ListNode list) {
            for (Node item : list.items()) {
                if (item instanceof MapNode map) {
                    imports.add(new Dependency.ImportValues(exact(map, "child"), exact(map, "parent")));
                } else if (item instanceof ScalarNode scalar && scalar.kind() == ScalarNode.Kind.STRING) {
                    imports.add(new Dependency.ImportValues(scalar.text(), null));
                }
            }
        }
        return imports;
    }

    private static String exact(MapNode map, String key) {
        return map.get(key).map(ChartYaml::text).orElse("<nil>");
    }

    private static Optional<Node> find(MapNode map, String key) {
        Optional<Node> exact = map.get(key);
        if (exact.isPresent()) {
            return exact;
        }
        return map.entries().stream()
                .filter(entry -> entry.key().equalsIgnoreCase(key))
                .map(MapNode.Entry::value)
                .findFirst();
    }

    private static String string(MapNode map, String key) {
        return text(find(map, key).orElse(null));
    }

    private static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar && !scalar.isNull() ? HelmYaml.text(scalar) : "";
    }

    private static List<String> strings(MapNode map, String key) {
        return items(map, key).stream().map(node -> clean(text(node))).toList();
    }

    private static List<MapNode> maps(MapNode map, String key) {
        return items(map, key).stream()
                .filter(MapNode.class::isInstance)
                .map(MapNode.class::cast)
                .toList();
    }

    private static List<Node> items(MapNode map, String key) {
        return find(map, key).orElse(null) instanceof ListNode list ? list.items() : List.of();
    }

    /** Every white space becomes a space; what cannot be printed goes. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                clean.append(' ');
            } else if (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }
}
