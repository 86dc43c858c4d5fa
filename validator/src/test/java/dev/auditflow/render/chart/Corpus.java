package dev.auditflow.render.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Public charts that lie beside the repository, when they do. */
public final class Corpus {
    private Corpus() {}

    /** The charts' folders in order; none when the corpus is not there. */
    public static List<Path> charts() throws IOException {
        String given = System.getenv("AUDITFLOW_SHARED");
        Path shared = given == null ? Path.of("../../shared") : Path.of(given);
        Path charts = shared.resolve("data/charts");
        if (!Files.isDirectory(charts)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(charts)) {
            return folders.map(folder -> folder.resolve("chart"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }
}
