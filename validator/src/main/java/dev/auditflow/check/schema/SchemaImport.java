package dev.auditflow.check.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.Digest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Turns Kubernetes' OpenAPI v2 files into the embedded form: {@code definitions.jsonl} holds each distinct definition
 * once, without descriptions. {@code <version>.txt} says for one version which kinds there are ({@code k}), from which later
 * version on one is gone ({@code g}), and where in those bytes a definition begins and how long it is ({@code d}).
 * {@code versions.txt} has the versions, each with a digest of all that.
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

    private final Map<String, String> places = new HashMap<>();
    private final ByteArrayOutputStream definitions = new ByteArrayOutputStream();

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
        return run.write(versions, folder);
    }

    private List<Imported> write(Map<Integer, JsonNode> versions, Path folder) throws IOException {
        List<Imported> imported = new ArrayList<>();
        SortedMap<Integer, Map<String, String>> kinds = new TreeMap<>();
        versions.forEach((minor, all) -> kinds.put(minor, kinds(all)));
        Map<String, String> indexes = new LinkedHashMap<>();
        for (Map.Entry<Integer, JsonNode> entry : versions.entrySet()) {
            String version = "1." + entry.getKey();
            Map<String, String> own = Objects.requireNonNull(kinds.get(entry.getKey()));
            StringBuilder index = new StringBuilder();
            own.forEach((kind, name) ->
                    index.append("k ").append(kind).append(' ').append(name).append('\n'));
            own.keySet()
                    .forEach(kind -> gone(kind, kinds.tailMap(entry.getKey()))
                            .ifPresent(later -> index.append("g ")
                                    .append(kind)
                                    .append(" 1.")
                                    .append(later)
                                    .append('\n')));
            int names = definitions(entry.getValue(), index);
            indexes.put(version, index.toString());
            imported.add(new Imported(version, names, own.size()));
        }
        byte[] all = definitions.toByteArray();
        AtomicFiles.write(folder.resolve("definitions.jsonl"), all);
        StringBuilder list = new StringBuilder();
        for (Map.Entry<String, String> index : indexes.entrySet()) {
            AtomicFiles.write(folder.resolve(index.getKey() + ".txt"), index.getValue());
            String digest = new Digest().add(index.getValue()).add(all).text();
            list.append(index.getKey()).append(' ').append(digest).append('\n');
        }
        AtomicFiles.write(folder.resolve("versions.txt"), list.toString());
        return imported;
    }

    /** The first later version that does not serve a kind. */
    private static Optional<Integer> gone(String kind, SortedMap<Integer, Map<String, String>> later) {
        return later.entrySet().stream()
                .filter(version -> !version.getValue().containsKey(kind))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static JsonNode read(Path file) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            boolean zipped = file.toString().endsWith(".gz");
            return new ObjectMapper().readTree(zipped ? new GZIPInputStream(raw) : raw);
        }
    }

    private static Map<String, String> kinds(JsonNode all) {
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
        }
        return kinds;
    }

    private int definitions(JsonNode all, StringBuilder index) {
        Map<String, String> names = new TreeMap<>();
        for (Map.Entry<String, JsonNode> definition : all.properties()) {
            String json = compact(definition.getValue()).toString();
            names.put(definition.getKey(), places.computeIfAbsent(json, this::added));
        }
        names.forEach((name, place) ->
                index.append("d ").append(name).append(' ').append(place).append('\n'));
        return names.size();
    }

    private String added(String json) {
        int start = definitions.size();
        definitions.writeBytes((json + "\n").getBytes(StandardCharsets.UTF_8));
        return start + " " + (definitions.size() - start - 1);
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
