package dev.auditflow.config;

import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one entry of {@code releases} into its targets. */
final class ReleaseReader {
    private static final String[] INPUTS = {"values", "set", "setString", "setFile", "setJson", "apiVersions", "lookup"
    };

    private final String file;
    private final Path folder;
    private final List<String> kubernetes;
    private final Map<String, Fields> environments;

    ReleaseReader(String file, Path folder, List<String> kubernetes, Map<String, Fields> environments) {
        this.file = file;
        this.folder = folder;
        this.kubernetes = kubernetes;
        this.environments = environments;
    }

    List<Target> targets(Node node, Set<String> names) throws ConfigException {
        Fields release = Fields.of(
                file,
                "a release",
                node,
                "name",
                "chart",
                "manifests",
                "kustomize",
                "namespace",
                "environments",
                "includeCrds",
                "noHooks",
                "values",
                "set",
                "setString",
                "setFile",
                "setJson",
                "apiVersions",
                "lookup");
        String name = release.required("name");
        if (!Naming.isRelease(name)) {
            throw new ConfigException(
                    "%s:%d: \"%s\" cannot name a release; Helm takes lower case letters, digits, - and . (at most 53)"
                            .formatted(file, release.line(), name));
        }
        if (!names.add(name)) {
            throw new ConfigException(
                    "%s:%d: there are two releases named \"%s\"".formatted(file, release.line(), name));
        }
        Source source = source(release, name);
        List<Target> targets = new ArrayList<>();
        for (Map.Entry<String, Node> entry : chosen(release, name).entrySet()) {
            targets.addAll(environment(release, name, source, entry.getKey(), entry.getValue()));
        }
        return targets;
    }

    private Source source(Fields release, String name) throws ConfigException {
        List<Source> sources = new ArrayList<>();
        release.path("chart", folder, "").map(Source.Chart::new).ifPresent(sources::add);
        release.path("manifests", folder, "").map(Source.Manifests::new).ifPresent(sources::add);
        release.path("kustomize", folder, "").map(Source.Kustomization::new).ifPresent(sources::add);
        if (sources.size() != 1) {
            throw new ConfigException("%s:%d: release \"%s\" needs one of \"chart\", \"manifests\" and \"kustomize\""
                    .formatted(file, release.line(), name));
        }
        return sources.getFirst();
    }

    /** The release's environments; all of them when it names none, and one without a name when there are none. */
    private Map<String, Node> chosen(Fields release, String name) throws ConfigException {
        Map<String, Node> chosen = new LinkedHashMap<>();
        Node nothing = new MapNode(List.of(), new Mark(release.line(), 1, 0, 0));
        if (release.node("environments").isEmpty()) {
            environments.keySet().forEach(environment -> chosen.put(environment, nothing));
            if (chosen.isEmpty()) {
                chosen.put("", nothing);
            }
            return chosen;
        }
        if (release.node("environments").get() instanceof MapNode map) {
            for (MapNode.Entry entry : map.entries()) {
                boolean empty = entry.value() instanceof ScalarNode scalar && scalar.isNull();
                chosen.put(entry.key(), empty ? nothing : entry.value());
            }
        } else {
            release.strings("environments").forEach(environment -> chosen.put(environment, nothing));
        }
        if (chosen.isEmpty()) {
            throw new ConfigException(
                    "%s:%d: release \"%s\" has an empty list of environments, so nothing of it is checked"
                            .formatted(file, release.line(), name));
        }
        for (String environment : chosen.keySet()) {
            if (!environments.containsKey(environment)) {
                throw new ConfigException("%s:%d: release \"%s\" names the environment \"%s\", which \"environments\""
                                .formatted(file, release.line(), name, environment)
                        + " at the top does not list");
            }
        }
        return chosen;
    }

    private List<Target> environment(Fields release, String name, Source source, String environment, Node node)
            throws ConfigException {
        Fields own = Fields.of(
                file,
                "environment \"" + environment + "\" of release \"" + name + "\"",
                node,
                "namespace",
                "kubernetes",
                "scenarios",
                "values",
                "set",
                "setString",
                "setFile",
                "setJson",
                "apiVersions",
                "lookup");
        Fields shared = environments.getOrDefault(environment, own);
        List<String> versions = ConfigReader.versions(own, ConfigReader.versions(shared, kubernetes));
        Map<String, List<Fields>> scenarios = new LinkedHashMap<>();
        scenarios.put("", shared == own ? List.of(release, own) : List.of(release, shared, own));
        for (MapNode.Entry entry : own.entries("scenarios")) {
            if (!Naming.isWord(entry.key())) {
                throw new ConfigException("%s:%d: \"%s\" cannot name a scenario; use letters, digits, - and _"
                        .formatted(file, entry.keyMark().line(), entry.key()));
            }
            List<Fields> layers = new ArrayList<>(scenarios.get(""));
            layers.add(Fields.of(file, "scenario \"" + entry.key() + "\"", entry.value(), INPUTS));
            scenarios.put(entry.key(), layers);
        }
        List<Target> targets = new ArrayList<>();
        for (Map.Entry<String, List<Fields>> scenario : scenarios.entrySet()) {
            ChartOptions options = options(release, own, name, scenario.getValue());
            for (String version : versions) {
                boolean golden = scenario.getKey().isEmpty() && version.equals(versions.getFirst());
                targets.add(new Target(name, environment, scenario.getKey(), version, source, options, golden));
            }
        }
        return targets;
    }

    private ChartOptions options(Fields release, Fields own, String name, List<Fields> layers) throws ConfigException {
        List<Path> values = files(release, name, layers, "values", "values file");
        String namespace = own.string("namespace", release.string("namespace", "default"));
        if (!Naming.isNamespace(namespace)) {
            throw new ConfigException("%s:%d: release \"%s\": \"%s\" cannot name a namespace"
                    .formatted(file, release.line(), name, namespace));
        }
        return new ChartOptions(
                name,
                namespace,
                values,
                merged(layers, "set"),
                merged(layers, "setString"),
                merged(layers, "setFile"),
                merged(layers, "setJson"),
                merged(layers, "apiVersions"),
                files(release, name, layers, "lookup", "lookup file"),
                release.flag("includeCrds", false),
                release.flag("noHooks", false));
    }

    private List<Path> files(Fields release, String name, List<Fields> layers, String key, String what)
            throws ConfigException {
        List<Path> files = new ArrayList<>();
        for (Fields layer : layers) {
            files.addAll(layer.paths(key, folder));
        }
        for (Path path : files) {
            if (!Files.isRegularFile(path)) {
                throw new ConfigException("%s:%d: release \"%s\" names the %s %s, which does not exist"
                        .formatted(file, release.line(), name, what, path));
            }
        }
        return files;
    }

    private static List<String> merged(List<Fields> layers, String key) throws ConfigException {
        List<String> all = new ArrayList<>();
        for (Fields layer : layers) {
            all.addAll(layer.strings(key));
        }
        return all;
    }
}
