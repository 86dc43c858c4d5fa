package dev.auditflow.check.schema;

import dev.auditflow.host.Resources;
import dev.auditflow.yaml.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The embedded schemas of built-in kinds, loaded version by version and kind by kind. Safe for many threads. */
public final class KubernetesSchemas {
    private static final String FOLDER = "/dev/auditflow/schemas/";

    private final Map<String, String> digests = digests();
    private final List<String> versions = List.copyOf(digests.keySet());
    private final Map<String, Version> loaded = new ConcurrentHashMap<>();
    private final byte[] definitions = Resources.bytes(KubernetesSchemas.class, FOLDER + "definitions.jsonl");

    /** By version, oldest first. */
    private static Map<String, String> digests() {
        Map<String, String> digests = new LinkedHashMap<>();
        for (String line : text("versions.txt").split("\n", -1)) {
            int space = line.indexOf(' ');
            if (space > 0) {
                digests.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        return digests;
    }

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
        Map<String, String> gone = new HashMap<>();
        Map<String, String> places = new HashMap<>();
        String index = text(version + ".txt");
        int start = 0;
        for (int end = index.indexOf('\n'); end >= 0; end = index.indexOf('\n', start)) {
            int first = index.indexOf(' ', start + 2);
            int second = index.indexOf(' ', first + 1);
            switch (index.charAt(start)) {
                case 'k' -> kinds.put(index.substring(start + 2, second), index.substring(second + 1, end));
                case 'g' -> gone.put(index.substring(start + 2, second), index.substring(second + 1, end));
                default -> places.put(index.substring(start + 2, first), index.substring(first + 1, end));
            }
            start = end + 1;
        }
        return new Version(this, kinds, gone, places, Objects.requireNonNull(digests.get(version)));
    }

    /** One Kubernetes version. */
    static final class Version {
        private final KubernetesSchemas all;
        private final Map<String, String> kinds;
        private final Map<String, String> gone;
        private final Map<String, String> places;
        private final String digest;
        private final Map<String, Schema> parsed = new ConcurrentHashMap<>();

        private Version(
                KubernetesSchemas all,
                Map<String, String> kinds,
                Map<String, String> gone,
                Map<String, String> places,
                String digest) {
            this.all = all;
            this.kinds = kinds;
            this.gone = gone;
            this.places = places;
            this.digest = digest;
        }

        /** The first later version, of those embedded, that does not serve a kind of this one; empty if all do. */
        Optional<String> goneIn(String apiVersion, String kind) {
            return Optional.ofNullable(gone.get(apiVersion + " " + kind));
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
            String place = places.get(name);
            return place == null ? Schema.ANY : all.parse(name, place);
        }
    }

    private Schema parse(String name, String place) {
        int space = place.indexOf(' ');
        int start = Integer.parseInt(place.substring(0, space));
        int length = Integer.parseInt(place.substring(space + 1));
        try {
            return SchemaParser.parse(name, JsonTree.read(definitions, start, length));
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded schema " + name + " is damaged", e);
        }
    }

    private static String text(String name) {
        return Resources.text(KubernetesSchemas.class, FOLDER + name);
    }
}
