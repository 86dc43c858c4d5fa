package dev.auditflow.init;

import dev.auditflow.yaml.MapNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The kustomizations of a repository, and those among them that no other one builds upon. */
final class Kustomizations {
    private static final Set<String> NAMES = Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");
    private static final List<String> REFERENCES = List.of("resources", "bases", "components");

    private final Map<Path, MapNode> byFolder;
    private final Set<Path> referenced;

    private Kustomizations(Map<Path, MapNode> byFolder, Set<Path> referenced) {
        this.byFolder = byFolder;
        this.referenced = referenced;
    }

    static Kustomizations in(Repository repository, Charts charts, List<LeftOut> leftOut) {
        Map<Path, MapNode> byFolder = new TreeMap<>();
        Set<Path> referenced = new HashSet<>();
        for (Path file : repository.files()) {
            if (!NAMES.contains(file.getFileName().toString()) || charts.own(file)) {
                continue;
            }
            Path folder = Repository.parent(file);
            Optional<MapNode> map = repository.text(file).flatMap(Documents::mapping);
            if (map.isEmpty()) {
                leftOut.add(new LeftOut(Repository.name(file), "it holds no mapping that can be read"));
                continue;
            }
            byFolder.put(folder, map.get());
            for (String key : REFERENCES) {
                Documents.strings(map.get(), key)
                        .forEach(name -> resolve(folder, name).ifPresent(referenced::add));
            }
        }
        return new Kustomizations(byFolder, referenced);
    }

    private static Optional<Path> resolve(Path folder, String name) {
        try {
            Path path = folder.resolve(name).normalize();
            return name.contains("://") || path.startsWith("..") ? Optional.empty() : Optional.of(path);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Folders that people build: overlays, and bases without any. */
    List<Path> roots() {
        return byFolder.entrySet().stream()
                .filter(entry -> !referenced.contains(entry.getKey()))
                .filter(entry -> !Documents.string(entry.getValue(), "kind").equals("Component"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether a file is a kustomization's: it lies below one, or one names it or its folder. */
    boolean own(Path file) {
        boolean below = byFolder.keySet().stream()
                .anyMatch(folder ->
                        folder.toString().isEmpty() ? NAMES.contains(file.toString()) : file.startsWith(folder));
        return below || referenced.stream().anyMatch(path -> !path.toString().isEmpty() && file.startsWith(path));
    }
}
