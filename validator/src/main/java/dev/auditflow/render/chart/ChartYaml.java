package dev.auditflow.render.chart;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads Chart.yaml and requirements.yaml; keys are found whatever their case, as Go's JSON reader does. */
final class ChartYaml {
    private static final Pattern ALIAS = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern SEMVER = Pattern.compile("v?\\d+(\\.\\d+){0,2}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

    private final String place;
    private final String words;
    private final MapNode root;

    ChartYaml(ChartFile file, String place) {
        this.place = place;
        this.words = "cannot load " + file.name();
        Node node = ValuesReader.document(file.text(), place, words);
        if (node instanceof MapNode map) {
            this.root = map;
        } else if (node == null || (node instanceof ScalarNode scalar && scalar.isNull())) {
            this.root = new MapNode(List.of(), new dev.auditflow.yaml.Mark(1, 1, 0, 0));
        } else {
            throw new ChartProblem(
                    words + ": it is not a mapping", place, node.mark().line(), "Write a mapping of keys to values");
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
        Set<String> names = new HashSet<>();
        for (MapNode entry : maps(root, "dependencies")) {
            Dependency dependency = new Dependency(
                    clean(string(entry, "name")),
                    clean(string(entry, "version")),
                    clean(string(entry, "repository")),
                    clean(string(entry, "condition")),
                    strings(entry, "tags"),
                    string(entry, "alias"),
                    imports(entry));
            if (!dependency.alias.isEmpty() && !ALIAS.matcher(dependency.alias).matches()) {
                throw invalid("dependency \"%s\" has disallowed characters in the alias".formatted(dependency.name));
            }
            String key = dependency.alias.isEmpty() ? dependency.name : dependency.alias;
            if (!names.add(key)) {
                throw invalid("more than one dependency with name or alias \"%s\"".formatted(key));
            }
            dependencies.add(dependency);
        }
        return dependencies;
    }

    /** Refuses what Helm refuses. */
    void check(Metadata metadata) {
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
    }

    private ChartProblem invalid(String message) {
        return new ChartProblem("validation: " + message, place, 0, "Correct Chart.yaml");
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>(Order.CODE_POINTS);
        if (find(root, "annotations").orElse(null) instanceof MapNode map) {
            map.entries().forEach(entry -> annotations.put(entry.key(), text(entry.value(), entry.key())));
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

    private String exact(MapNode map, String key) {
        return map.get(key).map(node -> text(node, key)).orElse("<nil>");
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

    private String string(MapNode map, String key) {
        return find(map, key).map(node -> text(node, key)).orElse("");
    }

    private String text(Node node, String key) {
        if (node instanceof ScalarNode scalar) {
            return scalar.isNull() ? "" : scalar.text();
        }
        throw new ChartProblem(
                "%s: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal %s into Go struct field .%s of type string"
                        .formatted(words, node instanceof ListNode ? "array" : "object", key),
                place,
                node.mark().line(),
                "%s is a string".formatted(key));
    }

    private List<String> strings(MapNode map, String key) {
        return items(map, key, node -> clean(text(node, key)));
    }

    private List<MapNode> maps(MapNode map, String key) {
        return items(map, key, node -> {
            if (node instanceof MapNode item) {
                return item;
            }
            throw invalid("%s must not contain empty or null nodes".formatted(key));
        });
    }

    private <T> List<T> items(MapNode map, String key, Function<Node, T> reader) {
        Node node = find(map, key).orElse(null);
        if (node == null || (node instanceof ScalarNode scalar && scalar.isNull())) {
            return List.of();
        }
        if (node instanceof ListNode list) {
            return list.items().stream().map(reader).toList();
        }
        throw new ChartProblem(
                "%s: %s is not a list".formatted(words, key),
                place,
                node.mark().line(),
                "Write %s as a list".formatted(key));
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
