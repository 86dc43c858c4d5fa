package dev.auditflow.render.chart;

import dev.auditflow.host.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a file by the name that places give it: a file on disk, or one inside of a packed chart. */
public final class SourceText {
    private SourceText() {}

    /** The text; empty if there is no such file, or it cannot be read. */
    public static Optional<String> read(String file) {
        try {
            Path path = Path.of(file);
            if (Files.isRegularFile(path)) {
                return Optional.of(TextFiles.read(path));
            }
            for (Path outer = path.getParent(); outer != null; outer = outer.getParent()) {
                if (Files.isRegularFile(outer)) {
                    return Files.size(outer) > ChartLimits.MAX_CHART
                            ? Optional.empty()
                            : inside(Files.readAllBytes(outer), outer.relativize(path), outer.toString());
                }
            }
            return Optional.empty();
        } catch (IOException | InvalidPathException | ChartProblem e) {
            return Optional.empty();
        }
    }

    /** A file of an archive, or of a packed subchart in it. */
    private static Optional<String> inside(byte[] archive, Path name, String place) {
        List<ChartFile> files = ChartArchive.read(archive, place);
        for (ChartFile file : files) {
            Path own = Path.of(file.name());
            if (own.equals(name)) {
                return Optional.of(file.text());
            }
            if (name.startsWith(own) && file.name().endsWith(".tgz")) {
                return inside(file.data(), own.relativize(name), place + "/" + file.name());
            }
        }
        return Optional.empty();
    }
}
