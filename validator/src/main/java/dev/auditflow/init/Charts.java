package dev.auditflow.init;

import dev.auditflow.yaml.MapNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The charts of a repository that are no other chart's dependency. */
final class Charts {
    /** Folders of a chart whose YAML is no plain manifest. */
    private static final Set<String> PARTS =
            Set.of("templates", "charts", "crds", "ci", "files", "tests", "environments", "envs", "env", "values");

    private final Repository repository;
    private final List<Path> folders;

    private Charts(Repository repository, List<Path> folders) {
        this.repository = repository;
        this.folders = List.copyOf(folders);
    }

    /** One chart. */
    record Found(Path folder, String name) {}

    static Charts in(Repository repository) {
        List<Path> folders = repository.files().stream()
                .filter(file -> file.getFileName().toString().equals("Chart.yaml"))
                .map(Repository::parent)
                .toList();
        return new Charts(repository, folders);
    }

    /** The charts in the order of their folders. */
    List<Found> found(List<LeftOut> leftOut) {
        List<Found> found = new ArrayList<>();
        for (Path folder : folders) {
            if (isPartOfChart(folder)) {
                continue;
            }
            Optional<MapNode> metadata =
                    repository.text(folder.resolve("Chart.yaml")).flatMap(Documents::mapping);
            String name = metadata.map(map -> Documents.string(map, "name")).orElse("");
            boolean library = metadata.map(map -> Documents.string(map, "type"))
                    .orElse("")
                    .equals("library");
            if (library) {
                leftOut.add(new LeftOut(Repository.name(folder), "a library chart renders nothing of its own"));
            } else if (name.isEmpty()) {
                leftOut.add(new LeftOut(
                        Repository.name(folder.resolve("Chart.yaml")),
                        "it cannot be read, or gives the chart no name"));
            } else {
                found.add(new Found(folder, name));
            }
        }
        return found;
    }

    /** Whether a path belongs to a chart: it lies in one, or in one of the usual folders of a chart in the root. */
    boolean own(Path path) {
        return folders.stream()
                .anyMatch(folder -> folder.toString().isEmpty()
                        ? path.getNameCount() == 1
                                || PARTS.contains(path.getName(0).toString())
                        : path.startsWith(folder));
    }

    /** Whether a folder lies in a chart's {@code charts/}, {@code templates/} and the like. */
    private boolean isPartOfChart(Path folder) {
        for (Path chart : folders) {
            if (!chart.equals(folder) && Repository.isIn(chart, folder)) {
                Path below = chart.toString().isEmpty() ? folder : chart.relativize(folder);
                String part = below.getName(0).toString();
                // A repository whose root is a chart may keep other charts beside it, but not in these folders.
                if (PARTS.contains(part) && !(part.equals("values") || part.startsWith("env"))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Folders named {@code crds} of charts, which hold CustomResourceDefinitions. */
    List<Path> crdFiles() {
        return repository.files().stream()
                .filter(file -> folders.stream().anyMatch(chart -> file.startsWith(chart.resolve("crds"))))
                .toList();
    }
}
