package dev.auditflow.init;

import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the files that define kinds. */
final class CustomResources {
    private final Repository repository;
    private final List<Path> files;

    /** @param files where to look */
    CustomResources(Repository repository, List<Path> files) {
        this.repository = repository;
        this.files = List.copyOf(files);
    }

    /** The files that define one of these {@code group/Kind}. */
    List<String> defining(Collection<String> kinds) {
        Set<String> found = new TreeSet<>();
        for (Path file : files) {
            Set<String> defined = new HashSet<>(definitions(file));
            defined.retainAll(kinds);
            if (!defined.isEmpty()) {
                found.add(Repository.name(file));
            }
        }
        return List.copyOf(found);
    }

    private Set<String> definitions(Path file) {
        Optional<String> text = repository.text(file);
        if (text.isEmpty() || !text.get().contains("CustomResourceDefinition")) {
            return Set.of();
        }
        Set<String> kinds = new HashSet<>();
        for (Node document : YamlReader.read(text.get()).documents()) {
            if (document instanceof MapNode map && Documents.string(map, "kind").equals("CustomResourceDefinition")) {
                MapNode spec = map.map("spec").orElse(map);
                String kind = spec.map("names")
                        .map(names -> Documents.string(names, "kind"))
                        .orElse("");
                kinds.add(Documents.string(spec, "group") + "/" + kind);
            }
        }
        return kinds;
    }
}
