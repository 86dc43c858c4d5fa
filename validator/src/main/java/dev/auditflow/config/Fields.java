package dev.auditflow.config;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a mapping of the configuration strictly: unknown keys and wrong types are errors with their line. */
final class Fields {
    private final String file;
    private final String where;
    private final MapNode map;

    private Fields(String file, String where, MapNode map) {
        this.file = file;
        this.where = where;
        this.map = map;
    }

    static Fields of(String file, String where, Node node, String... allowed) throws ConfigException {
        if (node instanceof ScalarNode scalar && scalar.isNull()) {
            return new Fields(file, where, new MapNode(List.of(), node.mark()));
        }
        if (!(node instanceof MapNode map)) {
            throw new ConfigException(
                    "%s:%d: %s must be a mapping".formatted(file, node.mark().line(), where));
        }
        Set<String> known = Set.of(allowed);
        for (MapNode.Entry entry : map.entries()) {
            if (!known.contains(entry.key())) {
                throw new ConfigException("%s:%d: %s has no key \"%s\"; it knows %s"
                        .formatted(
                                file,
                                entry.keyMark().line(),
                                where,
                                entry.key(),
                                String.join(", ", new TreeSet<>(known))));
            }
        }
        return new Fields(file, where, map);
    }

    int line() {
        return map.mark().line();
    }

    Optional<Node> node(String key) {
        return map.get(key).filter(n -> !(n instanceof ScalarNode s && s.isNull()));
    }

    String string(String key, String fallback) throws ConfigException {
        Optional<Node> node = node(key);
        return node.isEmpty() ? fallback : text(node.get(), key);
    }

    String required(String key) throws ConfigException {
        Optional<Node> node = node(key);
        if (node.isEmpty() || text(node.get(), key).isBlank()) {
            throw new ConfigException("%s:%d: %s needs \"%s\"".formatted(file, line(), where, key));
        }
        return text(node.get(), key);
    }

    /** A path below {@code folder}; empty for an empty fallback. */
    Optional<Path> path(String key, Path folder, String fallback) throws ConfigException {
        String name = string(key, fallback);
        return name.isEmpty() ? Optional.empty() : Optional.of(resolved(key, folder, name));
    }

    /** A list of paths below {@code folder}; one stands for a list of one. */
    List<Path> paths(String key, Path folder) throws ConfigException {
        List<Path> paths = new ArrayList<>();
        for (String name : strings(key)) {
            paths.add(resolved(key, folder, name));
        }
        return paths;
    }

    private Path resolved(String key, Path folder, String name) throws ConfigException {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw wrong(node(key).orElse(map), key, "a path");
        }
    }

    boolean flag(String key, boolean fallback) throws ConfigException {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return fallback;
        }
        if (node.get() instanceof ScalarNode scalar && scalar.kind() == ScalarNode.Kind.BOOLEAN) {
            return scalar.text().equals("true");
        }
        throw wrong(node.get(), key, "true or false");
    }

    /** A word out of a set. */
    String choice(String key, String fallback, String... choices) throws ConfigException {
        String value = string(key, fallback);
        if (!List.of(choices).contains(value)) {
            throw wrong(node(key).orElse(map), key, "one of " + String.join(", ", choices));
        }
        return value;
    }

    /** A time such as {@code 30d}, {@code 12h}, {@code 5m} or {@code 90s}, longer than none. */
    Duration duration(String key, Duration fallback) throws ConfigException {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return fallback;
        }
        Optional<Duration> duration = Durations.read(text(node.get(), key));
        if (duration.isEmpty()) {
            throw wrong(node.get(), key, Durations.FORM);
        }
        return duration.get();
    }

    /** A list of strings; one string stands for a list of one. */
    List<String> strings(String key) throws ConfigException {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.get() instanceof ListNode list)) {
            return List.of(text(node.get(), key));
        }
        List<String> texts = new ArrayList<>();
        for (Node item : list.items()) {
            texts.add(text(item, key));
        }
        return texts;
    }

    List<Node> list(String key) throws ConfigException {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.get() instanceof ListNode list) {
            return list.items();
        }
        throw wrong(node.get(), key, "a list");
    }

    /** The entries of a mapping, in their order. */
    List<MapNode.Entry> entries(String key) throws ConfigException {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.get() instanceof MapNode entries) {
            return entries.entries();
        }
        throw wrong(node.get(), key, "a mapping");
    }

    private String text(Node node, String key) throws ConfigException {
        if (node instanceof ScalarNode scalar && !scalar.isNull()) {
            return scalar.plain() ? scalar.source() : scalar.text();
        }
        throw wrong(node, key, "a string");
    }

    ConfigException wrong(Node node, String key, String wanted) {
        return new ConfigException(
                "%s:%d: \"%s\" of %s must be %s".formatted(file, node.mark().line(), key, where, wanted));
    }
}
