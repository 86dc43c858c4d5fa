package dev.auditflow.check.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.host.Digest;
import dev.auditflow.host.Resources;
import dev.auditflow.yaml.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The embedded schemas of built-in kinds, loaded version by version and kind by kind. Safe for many threads. */
public final class KubernetesSchemas {
    private static final String FOLDER = "/dev/auditflow/schemas/";

    private final List<String> versions = text("versions.txt").lines().toList();
    private final Map<String, Version> loaded = new ConcurrentHashMap<>();
    private final Lines lines = new Lines(Resources.bytes(KubernetesSchemas.class, FOLDER + "definitions.jsonl"));

    /** The versions that are embedded, oldest first, as {@code major.minor}. */
    public List<String> versions() {
        return versions;
    }

    /** The kinds and definitions of one version; empty when the version is not embedded. */
    Optional<Version> version(String version) {
        return versions.contains(version) ? Optional.of(loaded.computeIfAbsent(version, this::load)) : Optional.empty();
    }

    private Version load(String version) {
        Map<String, String> kinds = new HashMap<>();
        Map<String, Integer> definitions = new HashMap<>();
        String index = text(version + ".txt");
        for (String line : index.split("\n", -1)) {
            String[] parts = line.split(" ", -1);
            if (parts[0].equals("k")) {
                kinds.put(parts[1] + " " + parts[2], parts[3]);
            } else if (parts[0].equals("d")) {
                definitions.put(parts[1], Integer.parseInt(parts[2]));
            }
        }
        return new Version(this, kinds, definitions, Digest.of(index.getBytes(StandardCharsets.UTF_8)));
    }

    /** One Kubernetes version. */
    static final class Version {
        private final KubernetesSchemas all;
        private final Map<String, String> kinds;
        private final Map<String, Integer> definitions;
        private final String digest;
        private final Map<String, Schema> parsed = new ConcurrentHashMap<>();

        private Version(
                KubernetesSchemas all, Map<String, String> kinds, Map<String, Integer> definitions, String digest) {
            this.all = all;
            this.kinds = kinds;
            this.definitions = definitions;
            this.digest = digest;
        }

        /** The schema of a kind, empty if this version does not serve it. */
        Optional<Schema> kind(String apiVersion, String kind) {
            return Optional.ofNullable(kinds.get(apiVersion + " " + kind)).map(this::definition);
        }

        /** Every kind as {@code apiVersion Kind}. */
        Set<String> kinds() {
            return new TreeSet<>(kinds.keySet());
        }

        /** Whether any kind belongs to the group; the core group is the empty one. */
        boolean hasGroup(String group) {
            return kinds.keySet().stream()
                    .anyMatch(key -> group.isEmpty()
                            ? key.indexOf('/') < 0
                            : key.startsWith(group) && key.charAt(group.length()) == '/');
        }

        /** API versions that this version serves the kind under. */
        Set<String> apiVersionsOf(String kind) {
            Set<String> found = new TreeSet<>();
            for (String key : kinds.keySet()) {
                if (key.endsWith(" " + kind)) {
                    found.add(key.substring(0, key.indexOf(' ')));
                }
            }
            return found;
        }

        /** A definition by name; one that is not there accepts anything. */
        Schema definition(String name) {
            return parsed.computeIfAbsent(name, this::parse);
        }

        String digest() {
            return digest;
        }

        private Schema parse(String name) {
            Integer line = definitions.get(name);
            return line == null ? Schema.ANY : all.parse(name, line);
        }
    }

    private Schema parse(String name, int line) {
        try {
            JsonNode node = JsonTree.read(lines.bytes, lines.start(line), lines.length(line));
            return SchemaParser.parse(name, node);
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded schema " + name + " is damaged", e);
        }
    }

    private static String text(String name) {
        return Resources.text(KubernetesSchemas.class, FOLDER + name);
    }

    /** Lines of a text by number. */
    private static final class Lines {
        private final byte[] bytes;
        private final int[] starts;

        Lines(byte[] bytes) {
            this.bytes = bytes;
            int count = 0;
            for (byte b : bytes) {
                count += b == '\n' ? 1 : 0;
            }
            this.starts = new int[count + 1];
            int line = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    starts[++line] = i + 1;
                }
            }
        }

        int start(int line) {
            return starts[line];
        }

        int length(int line) {
            return starts[line + 1] - starts[line] - 1;
        }
    }
}
