package dev.auditflow.host;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes several files below one folder: all of them or, when one cannot be written, none that was not there before. */
public final class NewFiles {
    private final Path root;
    private final boolean replace;

    /**
     * @param root the folder that nothing is written outside of
     * @param replace whether files that are there may be replaced
     */
    public NewFiles(Path root, boolean replace) {
        this.root = root.toAbsolutePath().normalize();
        this.replace = replace;
    }

    /** Files that are there and would be replaced. @throws IOException for a name that leads out of the folder */
    public List<Path> existing(Iterable<Path> names) throws IOException {
        List<Path> existing = new ArrayList<>();
        for (Path name : names) {
            Path file = checked(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                existing.add(name);
            }
        }
        return existing;
    }

    /**
     * Writes the files, the last one last.
     *
     * @param texts by name relative to the folder
     * @throws FileAlreadyExistsException if a file is there that may not be replaced; nothing was written then
     * @throws IOException if a name leads out of the folder, through a symbolic link too, or a file cannot be written
     */
    public void write(Map<Path, String> texts) throws IOException {
        List<Path> existing = existing(texts.keySet());
        if (!replace && !existing.isEmpty()) {
            throw new FileAlreadyExistsException(existing.getFirst().toString());
        }
        List<Path> made = new ArrayList<>();
        try {
            for (Map.Entry<Path, String> entry : texts.entrySet()) {
                Path file = checked(entry.getKey());
                AtomicFiles.write(file, entry.getValue());
                if (!existing.contains(entry.getKey())) {
                    made.add(file);
                }
            }
        } catch (IOException e) {
            for (Path file : made) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }

    private Path checked(Path name) throws IOException {
        Path file = root.resolve(name).normalize();
        if (name.isAbsolute() || !file.startsWith(root) || name.normalize().startsWith("..")) {
            throw new IOException(name + " lies outside of " + root);
        }
        Path step = root;
        for (Path part : name) {
            step = step.resolve(part);
            if (Files.isSymbolicLink(step)) {
                throw new IOException(step + " is a symbolic link, which is not followed; remove it first");
            }
        }
        return file;
    }
}
