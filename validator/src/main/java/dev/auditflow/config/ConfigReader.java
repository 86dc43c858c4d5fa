package dev.auditflow.config;

import dev.auditflow.host.TextFiles;
import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code auditflow.yaml}. Paths in it are relative to its folder. */
public final class ConfigReader {
    private static final int VERSION = 1;
    private static final Pattern GROUP_KIND = Pattern.compile("[-a-z0-9.]*/[A-Za-z][A-Za-z0-9]*");

    private final Path folder;
    private final String file;

    private ConfigReader(Path path) {
        this.file = path.toString();
        this.folder = path.getParent() == null ? Path.of("") : path.getParent();
    }

    /** Reads a configuration. @throws ConfigException with file and line for what cannot be understood */
    public static Config read(Path path) throws ConfigException {
        ConfigReader reader = new ConfigReader(path);
        return reader.config(path, reader.text(path));
    }

    /** Reads the text of a configuration as if it stood in this file. @throws ConfigException as {@link #read(Path)} */
    public static Config read(Path path, String text) throws ConfigException {
        return new ConfigReader(path).config(path, text);
    }

    private Config config(Path path, String text) throws ConfigException {
        Fields top = Fields.of(
                file,
                file,
                document(text),
                "version",
                "kubernetes",
                "environments",
                "releases",
                "policies",
                "schemas",
                "golden",
                "waivers",
                "baseline",
                "helm",
                "admission",
                "attestation",
                "versions",
                "drift",
                "failOn");
        if (!top.required("version").equals(Integer.toString(VERSION))) {
            throw new ConfigException("%s:%d: \"version\" must be %d".formatted(file, top.line(), VERSION));
        }
        List<String> kubernetes = versions(top, List.of(Config.DEFAULT_KUBERNETES));
        Map<String, Fields> environments = environments(top);
        List<Target> targets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node node : top.list("releases")) {
            targets.addAll(new ReleaseReader(file, folder, kubernetes, environments).targets(node, names));
        }
        Fields schemas = section(top, "schemas", "engine", "image", "crds", "allowMissing");
        Fields golden = section(top, "golden", "path", "masks");
        Fields helm = section(top, "helm", "engine", "version");
        return new Config(
                path,
                List.copyOf(environments.keySet()),
                targets,
                policies(section(
                        top,
                        "policies",
                        "builtin",
                        "paths",
                        "data",
                        "namespaces",
                        "regoVersion",
                        "opaImage",
                        "combine",
                        "rules",
                        "parameters")),
                allowMissing(schemas),
                schemas.paths("crds", folder),
                golden.path("path", folder, "goldenfiles").orElse(folder),
                golden.strings("masks"),
                waivers(top, environments.keySet()),
                top.path("baseline", folder, "").orElse(Path.of("")),
                helm.choice("engine", "auto", "auto", "java", "embedded", "binary"),
                helm.choice("version", "3", "3", "4"),
                engine(schemas),
                top.choice("failOn", "deny", "deny", "warn").equals("warn"),
                new AdmissionReader(file).read(top),
                new AttestationReader(file, folder, environments.keySet()).read(top),
                new DeployReader(file, folder).all(environments),
                new GitReader(file, folder).all(environments),
                new VersionsReader(file, folder).read(top),
                new DriftReader(file, environments.keySet()).read(top));
    }

    private String text(Path path) throws ConfigException {
        if (!Files.exists(path)) {
            throw new ConfigException(file + " does not exist; run 'auditflow init' to write one, or name a chart");
        }
        try {
            return TextFiles.read(path);
        } catch (TextFiles.Unusable e) {
            String place = e.line() == 0 ? "" : "%s:%d: ".formatted(file, e.line());
            throw new ConfigException(place + e.sentence());
        }
    }

    private Node document(String text) throws ConfigException {
        YamlReader.Parsed parsed = YamlReader.read(text);
        for (YamlReader.Fault fault : parsed.faults()) {
            if (fault.kind() != FaultKind.AMBIGUOUS_SCALAR || isAboutAKey(fault)) {
                throw new ConfigException(
                        "%s:%d: %s".formatted(file, fault.mark().line(), fault.message()));
            }
        }
        if (parsed.documents().size() != 1) {
            throw new ConfigException(file + " must hold one YAML document, not "
                    + parsed.documents().size());
        }
        return parsed.documents().getFirst();
    }

    /** An environment that is called no or on would be called false or true. */
    private static boolean isAboutAKey(YamlReader.Fault fault) {
        return !fault.path().isRoot()
                && fault.path().steps().getLast() instanceof FieldPath.Step.Key key
                && (key.name().equals("true") || key.name().equals("false"));
    }

    private Fields section(Fields top, String key, String... allowed) throws ConfigException {
        Node none = new MapNode(List.of(), new Mark(top.line(), 1, 0, 0));
        return Fields.of(file, "\"" + key + "\"", top.node(key).orElse(none), allowed);
    }

    private static SchemaEngine engine(Fields schemas) throws ConfigException {
        SchemaEngine engine = new SchemaEngine(
                schemas.choice("engine", "auto", "auto", "server", "embedded", "kubeconform"),
                schemas.string("image", ""));
        if (!engine.isPinned()) {
            throw schemas.wrong(
                    schemas.node("image").orElseThrow(), "image", "an image with its digest: NAME@sha256:DIGEST");
        }
        return engine;
    }

    private Map<String, Fields> environments(Fields top) throws ConfigException {
        Map<String, Fields> environments = new LinkedHashMap<>();
        for (MapNode.Entry entry : top.entries("environments")) {
            if (!Naming.isWord(entry.key())) {
                throw new ConfigException("%s:%d: \"%s\" cannot name an environment; use letters, digits, - and _"
                        .formatted(file, entry.keyMark().line(), entry.key()));
            }
            environments.put(
                    entry.key(),
                    Fields.of(
                            file,
                            "environment \"" + entry.key() + "\"",
                            entry.value(),
                            "kubernetes",
                            "values",
                            "deploy",
                            "git"));
        }
        return environments;
    }

    static List<String> versions(Fields fields, List<String> fallback) throws ConfigException {
        List<String> versions = fields.strings("kubernetes");
        for (String version : versions) {
            if (!Naming.isKubernetesVersion(version)) {
                throw fields.wrong(
                        fields.node("kubernetes").orElseThrow(), "kubernetes", "a version such as \"1.34\" in quotes");
            }
        }
        return versions.isEmpty()
                ? fallback
                : versions.stream().map(ConfigReader::minor).toList();
    }

    /** {@code v1.34.2} and {@code 1.34} as {@code 1.34}. */
    public static String minor(String version) {
        String[] parts = (version.startsWith("v") ? version.substring(1) : version).split("\\.", -1);
        return parts.length < 2 ? version : parts[0] + "." + parts[1];
    }

    private static Set<String> allowMissing(Fields schemas) throws ConfigException {
        Set<String> kinds = new HashSet<>();
        for (String kind : schemas.strings("allowMissing")) {
            if (!GROUP_KIND.matcher(kind).matches()) {
                throw schemas.wrong(
                        schemas.node("allowMissing").orElseThrow(),
                        "allowMissing",
                        "a list of group/Kind such as example.com/Widget, each by its full name");
            }
            kinds.add(kind);
        }
        return kinds;
    }

    private PolicySettings policies(Fields fields) throws ConfigException {
        Map<String, String> rules = new LinkedHashMap<>();
        for (MapNode.Entry entry : fields.entries("rules")) {
            rules.put(
                    entry.key(),
                    Fields.of(file, "\"rules\"", new MapNode(List.of(entry), entry.keyMark()), entry.key())
                            .choice(entry.key(), "", "off", "info", "warn", "deny"));
        }
        Map<String, Map<String, String>> parameters = new LinkedHashMap<>();
        for (MapNode.Entry pack : fields.entries("parameters")) {
            Map<String, String> values = new LinkedHashMap<>();
            if (!(pack.value() instanceof MapNode map)) {
                throw fields.wrong(pack.value(), pack.key(), "a mapping of parameters");
            }
            for (MapNode.Entry value : map.entries()) {
                values.put(value.key(), new String(Json.bytes(value.value()), StandardCharsets.UTF_8));
            }
            parameters.put(pack.key(), values);
        }
        List<String> namespaces = fields.strings("namespaces");
        return new PolicySettings(
                fields.flag("builtin", true),
                fields.paths("paths", folder),
                fields.paths("data", folder),
                namespaces.isEmpty() ? List.of("main") : namespaces,
                fields.choice("regoVersion", "v1", "v0", "v1"),
                fields.string("opaImage", ""),
                fields.flag("combine", false),
                rules,
                parameters,
                PolicyCluster.none());
    }

    private List<Waiver> waivers(Fields top, Set<String> environments) throws ConfigException {
        List<Waiver> waivers = new ArrayList<>();
        for (Node node : top.list("waivers")) {
            Fields waiver = Fields.of(
                    file, "a waiver", node, "rule", "resource", "path", "environments", "reason", "owner", "expires");
            List<String> where = waiver.strings("environments");
            for (String environment : where) {
                if (!environments.contains(environment)) {
                    throw waiver.wrong(node, "environments", "names out of " + String.join(", ", environments));
                }
            }
            waivers.add(new Waiver(
                    waiver.required("rule"),
                    waiver.required("resource"),
                    waiver.string("path", ""),
                    where,
                    waiver.required("reason"),
                    waiver.required("owner"),
                    date(waiver, node),
                    waiver.line()));
        }
        return waivers;
    }

    private static LocalDate date(Fields waiver, Node node) throws ConfigException {
        try {
            return LocalDate.parse(waiver.required("expires"));
        } catch (DateTimeParseException e) {
            throw waiver.wrong(waiver.node("expires").orElse(node), "expires", "a date such as 2027-01-31");
        }
    }
}
