package dev.auditflow.init;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a repository that matter here, by their path relative to its root. Symbolic links are never followed.
 *
 * @param root the repository's folder
 * @param files YAML and JSON files, sorted
 * @param links symbolic links that were not followed, sorted
 */
record Repository(Path root, List<Path> files, List<Path> links) {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_FILES = 100_000;
    private static final int MAX_BYTES = 2 * 1024 * 1024;
    private static final Set<String> NOT_SOURCES =
            Set.of("node_modules", "target", "build", "dist", "venv", "__pycache__", "goldenfiles");

    Repository {
        files = List.copyOf(files);
        links = List.copyOf(links);
    }

    /** Walks the folder. @throws IOException if it cannot be read, or holds more files than anybody means to check */
    static Repository walk(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        List<Path> links = new ArrayList<>();
        Files.walkFileTree(root, Set.of(), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                boolean skipped = !folder.equals(root) && (name.startsWith(".") || NOT_SOURCES.contains(name));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    links.add(root.relativize(file));
                } else if (attributes.isRegularFile() && isInteresting(file)) {
                    files.add(root.relativize(file));
                }
                if (files.size() > MAX_FILES) {
                    throw new IOException("it holds more than %,d YAML and JSON files; name the folder of the charts"
                            .formatted(MAX_FILES));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (file.equals(root)) {
                    throw e;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(null);
        links.sort(null);
        return new Repository(root, files, links);
    }

    private static boolean isInteresting(Path file) {
        String name = String.valueOf(file.getFileName());
        return isYaml(file) || name.endsWith(".json") || name.equals("Kustomization");
    }

    static boolean isYaml(Path file) {
        String name = file.toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** The text of a file; empty if it is no UTF-8 text, too large, or cannot be read. */
    Optional<String> text(Path file) {
        try {
            Path path = root.resolve(file);
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.size(path) > MAX_BYTES) {
                return Optional.empty();
            }
            return Optional.of(Files.readString(path, StandardCharsets.UTF_8));
        } catch (MalformedInputException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Files directly in a folder; the root is the empty path. */
    List<Path> in(Path folder) {
        return files.stream().filter(file -> parent(file).equals(folder)).toList();
    }

    static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /** Whether a path lies in a folder or below it; everything lies in the root. */
    static boolean isIn(Path folder, Path path) {
        return folder.equals(Path.of("")) || path.startsWith(folder);
    }

    static String name(Path path) {
        return path.toString().isEmpty() ? "." : path.toString().replace('\\', '/');
    }
}
