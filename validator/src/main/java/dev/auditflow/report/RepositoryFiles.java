package dev.auditflow.report;

import dev.auditflow.manifest.Place;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names files as the repository does, whatever folder the program runs in: GitHub looks up annotations and code
 * scanning results by that name.
 *
 * @param workingDirectory absolute; what relative names of a run are relative to
 * @param root absolute; the repository's folder
 */
public record RepositoryFiles(Path workingDirectory, Path root) {
    /** Names stay as they are: the program runs in the repository's root, or there is no repository. */
    public static RepositoryFiles unchanged() {
        return new RepositoryFiles(Path.of(""), Path.of(""));
    }

    /** Whether the place names a file, and not standard input or a flag. */
    static boolean isFile(Place place) {
        return !place.isNone() && !place.file().startsWith("-");
    }

    /** The name relative to the root, with {@code /} between folders; a file outside keeps the name it has. */
    String name(String file) {
        try {
            Path path = workingDirectory.resolve(file).normalize();
            Path named = path.startsWith(root) && !path.equals(root) ? root.relativize(path) : Path.of(file);
            String name = named.normalize().toString().replace('\\', '/');
            return name.isEmpty() ? file : name;
        } catch (InvalidPathException e) {
            return file;
        }
    }
}
