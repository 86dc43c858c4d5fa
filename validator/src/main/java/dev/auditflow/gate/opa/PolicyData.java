package dev.auditflow.gate.opa;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** YAML and JSON files that become {@code data}: those of a folder lie under the names of its subfolders, as with opa. */
public final class PolicyData {
    private static final Mark NOWHERE = new Mark(1, 1, 0, 0);

    private PolicyData() {}

    /** One JSON object of all files. @throws PolicyLoadException naming a file that is missing, unreadable or in conflict */
    public static byte[] read(List<Path> paths) throws PolicyLoadException {
        MapNode data = new MapNode(List.of(), NOWHERE);
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new PolicyLoadException("There is no data file or folder " + path);
            }
            for (Path file : files(path)) {
                data = merge(data, placed(path, file), file);
            }
        }
        return Json.bytes(data);
    }

    private static List<Path> files(Path path) throws PolicyLoadException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = all.filter(
                            file -> file.toString().matches(".*\\.(ya?ml|json)") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new PolicyLoadException("The data folder %s holds no .yaml, .yml or .json file".formatted(path));
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new PolicyLoadException("The data in %s cannot be read: %s".formatted(path, e.getMessage()));
        }
    }

    private static MapNode placed(Path root, Path file) throws PolicyLoadException {
        MapNode node = mapping(file);
        Path inside = root.relativize(file);
        for (int i = inside.getNameCount() - 2; i >= 0; i--) {
            String name = inside.getName(i).toString();
            node = new MapNode(List.of(new MapNode.Entry(name, NOWHERE, node)), NOWHERE);
        }
        return node;
    }

    private static MapNode mapping(Path file) throws PolicyLoadException {
        YamlReader.Parsed parsed;
        try {
            parsed = YamlReader.read(Files.readString(file));
        } catch (IOException e) {
            throw new PolicyLoadException("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
        Optional<YamlReader.Fault> wrong = parsed.faults().stream()
                .filter(fault -> fault.kind() != FaultKind.AMBIGUOUS_SCALAR)
                .findFirst();
        if (wrong.isPresent()) {
            YamlReader.Fault fault = wrong.get();
            throw new PolicyLoadException(
                    "%s:%d: %s".formatted(file, fault.mark().line(), fault.message()));
        }
        if (parsed.documents().size() == 1 && parsed.documents().getFirst() instanceof MapNode map) {
            return map;
        }
        throw new PolicyLoadException("%s must hold one mapping, since its keys become data".formatted(file));
    }

    private static MapNode merge(MapNode into, MapNode more, Path file) throws PolicyLoadException {
        List<MapNode.Entry> entries = new ArrayList<>(into.entries());
        for (MapNode.Entry entry : more.entries()) {
            Optional<MapNode.Entry> there = into.entry(entry.key());
            if (there.isEmpty()) {
                entries.add(entry);
                continue;
            }
            Node old = there.get().value();
            if (!(old instanceof MapNode left) || !(entry.value() instanceof MapNode right)) {
                throw new PolicyLoadException(
                        "%s sets data.%s, which another data file sets already".formatted(file, entry.key()));
            }
            entries.set(
                    entries.indexOf(there.get()),
                    new MapNode.Entry(entry.key(), entry.keyMark(), merge(left, right, file)));
        }
        return new MapNode(entries, NOWHERE);
    }
}
