package dev.auditflow.check.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.host.AtomicFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Turns Kubernetes' OpenAPI v2 files into the embedded form: {@code definitions.jsonl} holds each distinct definition
 * once, without descriptions, and {@code <version>.txt} says for one version which line a definition or kind is.
 */
public final class SchemaImport {
    private static final List<String> DROPPED = List.of(
            "description",
            "default",
            "x-kubernetes-patch-merge-key",
            "x-kubernetes-patch-strategy",
            "x-kubernetes-map-type",
            "x-kubernetes-unions",
            "x-kubernetes-group-version-kind");
    private static final Pattern VERSION = Pattern.compile("v?1\\.(\\d+)");

    private final Map<String, Integer> lines = new TreeMap<>();
    private final List<String> definitions = new ArrayList<>();

    /** What an import read. */
    public record Imported(String version, int definitions, int kinds) {}

    private SchemaImport() {}

    /**
     * Reads the files (plain or gzip), in any order, and writes the embedded form.
     *
     * @throws IOException with a sentence for files that cannot be read or are no OpenAPI v2 of Kubernetes
     */
    public static List<Imported> run(List<Path> files, Path folder) throws IOException {
        SchemaImport run = new SchemaImport();
        Map<Integer, JsonNode> versions = new TreeMap<>();
        for (Path file : files) {
            JsonNode root = read(file);
            Matcher matcher = VERSION.matcher(root.path("info").path("version").asText("") + " " + file.getFileName());
            if (!root.path("definitions").isObject() || !matcher.find()) {
                throw new IOException(file + " is no OpenAPI v2 file of Kubernetes");
            }
            versions.put(Integer.parseInt(matcher.group(1)), root.path("definitions"));
        }
        List<Imported> imported = new ArrayList<>();
        for (Map.Entry<Integer, JsonNode> version : versions.entrySet()) {
            imported.add(run.version("1." + version.getKey(), version.getValue(), folder));
        }
        AtomicFiles.write(folder.resolve("definitions.jsonl"), String.join("\n", run.definitions) + "\n");
        AtomicFiles.write(
                folder.resolve("versions.txt"),
                String.join("\n", imported.stream().map(Imported::version).toList()) + "\n");
        return imported;
    }

    private static JsonNode read(Path file) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            boolean zipped = file.toString().endsWith(".gz");
            return new ObjectMapper().readTree(zipped ? new GZIPInputStream(raw) : raw);
        }
    }

    private Imported version(String version, JsonNode all, Path folder) throws IOException {
        Map<String, Integer> names = new TreeMap<>();
        Map<String, String> kinds = new TreeMap<>();
        for (Map.Entry<String, JsonNode> definition : all.properties()) {
            JsonNode gvks = definition.getValue().path("x-kubernetes-group-version-kind");
            boolean served =
                    gvks.size() == 1 && definition.getValue().path("properties").has("metadata");
            if (served) {
                String group = gvks.get(0).path("group").asText();
                String api = (group.isEmpty() ? "" : group + "/")
                        + gvks.get(0).path("version").asText();
                kinds.put(api + " " + gvks.get(0).path("kind").asText(), definition.getKey());
            }
            String json = compact(definition.getValue()).toString();
            names.put(definition.getKey(), lines.computeIfAbsent(json, this::added));
        }
        StringBuilder index = new StringBuilder();
        kinds.forEach((kind, name) ->
                index.append("k ").append(kind).append(' ').append(name).append('\n'));
        names.forEach((name, line) ->
                index.append("d ").append(name).append(' ').append(line).append('\n'));
        AtomicFiles.write(folder.resolve(version + ".txt"), index.toString());
        return new Imported(version, names.size(), kinds.size());
    }

    private int added(String json) {
        definitions.add(json);
        return definitions.size() - 1;
    }

    /** The node without what validation does not need; keys keep their order, names of properties are never dropped. */
    private static JsonNode compact(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode kept = object.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getKey().equals("properties")) {
                ObjectNode properties = kept.putObject("properties");
                field.getValue().properties().forEach(p -> properties.set(p.getKey(), compact(p.getValue())));
            } else if (!DROPPED.contains(field.getKey())) {
                kept.set(field.getKey(), compact(field.getValue()));
            }
        }
        return kept;
    }
}
