package dev.auditflow.gate.cache;

import dev.auditflow.config.Source;
import dev.auditflow.host.Digest;
import dev.auditflow.render.SourceFiles;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A digest over values and over the content of every file they name. Records are walked component by component, so that
 * one which is added later counts without anybody thinking of it. A value of a type that is not known here is refused:
 * leaving it out would let two different inputs look the same.
 */
final class Fingerprint {
    /** Most files below a folder that is read as a whole; a folder with more was not meant. */
    private static final int MAX_FILES = 20_000;

    private static final long MAX_BYTES = 256L * 1024 * 1024;

    private final Digest digest = new Digest();

    /** Adds a value. @throws IOException if a file that it names cannot be read */
    Fingerprint add(Object value) throws IOException {
        switch (value) {
            case String text -> tagged("text", text);
            case Boolean flag -> tagged("flag", flag.toString());
            case Number number -> tagged("number", number.toString());
            case Enum<?> word -> tagged("word", word.name());
            case LocalDate date -> tagged("date", date.toString());
            case Path path -> files(path);
            case Source source -> source(source);
            case List<?> list -> addAll("list", list);
            case Set<?> set -> addAll("set", set.stream().sorted().toList());
            case Map<?, ?> map -> map(map);
            case Record record -> record(record, Set.of());
            default -> throw new IllegalArgumentException("a fingerprint of " + value.getClass());
        }
        return this;
    }

    /** Adds a record without the components of these names. */
    Fingerprint record(Record record, Set<String> without) throws IOException {
        tagged("record", record.getClass().getName());
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (!without.contains(component.getName())) {
                tagged("component", component.getName());
                add(value(record, component));
            }
        }
        return this;
    }

    /** {@code sha256:<hex>}; ends this fingerprint. */
    String text() {
        return digest.text();
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a record's component can always be read", e);
        }
    }

    private void tagged(String kind, String text) {
        digest.add(kind).add(text);
    }

    private void addAll(String kind, List<?> items) throws IOException {
        tagged(kind, Integer.toString(items.size()));
        for (Object item : items) {
            add(item);
        }
    }

    private void map(Map<?, ?> map) throws IOException {
        TreeMap<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(key.toString(), value));
        tagged("map", Integer.toString(sorted.size()));
        for (Map.Entry<String, Object> entry : sorted.entrySet()) {
            tagged("key", entry.getKey());
            add(entry.getValue());
        }
    }

    private void source(Source source) throws IOException {
        tagged("source", source.getClass().getName());
        tagged("name", source.name());
        SourceFiles.read(source, (name, bytes) -> digest.add("file").add(name).add(bytes));
    }

    /** An empty path stands for none. */
    private void files(Path path) throws IOException {
        tagged("path", path.toString());
        if (path.toString().isEmpty()) {
            return;
        }
        if (Files.isRegularFile(path)) {
            content("", path);
        } else if (Files.isDirectory(path)) {
            List<Path> files = new ArrayList<>();
            try (Stream<Path> walk = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
                walk.filter(Files::isRegularFile).limit(MAX_FILES + 1L).forEach(files::add);
            } catch (java.io.UncheckedIOException e) {
                throw new IOException(path + " cannot be read", e);
            }
            if (files.size() > MAX_FILES) {
                throw new IOException("%s holds more than %,d files".formatted(path, MAX_FILES));
            }
            files.sort(null);
            for (Path file : files) {
                content(path.relativize(file).toString(), file);
            }
        } else {
            tagged("missing", "");
        }
    }

    private void content(String name, Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is too large to be an input");
        }
        digest.add("file").add(name).add(Files.readAllBytes(file));
    }
}
