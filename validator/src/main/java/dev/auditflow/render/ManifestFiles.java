package dev.auditflow.render;

import dev.auditflow.host.TextFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads plain manifests: a file, a folder of them, or standard input. */
final class ManifestFiles {
    private static final int MAX_FILES = 20_000;
    private static final int MAX_DEPTH = 64;

    /** Most bytes of a folder's files together. */
    private static final long MAX_TOTAL = 256L * 1024 * 1024;

    private static final Set<String> ENDINGS = Set.of(".yaml", ".yml", ".json");

    private ManifestFiles() {}

    static RenderResult read(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                return rendered(List.of(text(path)));
            }
            List<Path> files = list(path);
            if (files.isEmpty()) {
                return failed(
                        "holds no .yaml, .yml or .json file, so there is nothing to check", path, "Check the path");
            }
            List<Rendering.RenderedFile> texts = new ArrayList<>();
            for (Path file : files) {
                texts.add(text(file));
            }
            return rendered(texts);
        } catch (TextFiles.Unusable e) {
            return new RenderResult.Failed(e.sentence(), path.toString(), e.line(), 0, e.remedy());
        } catch (Unusable e) {
            return e.failure;
        } catch (FileSystemLoopException e) {
            return failed("is a symbolic link that leads back to a folder above it", Path.of(e.getFile()), "Remove it");
        } catch (AccessDeniedException e) {
            return failed("cannot be read: permission denied", Path.of(e.getFile()), "Make it readable");
        } catch (IOException e) {
            return failed("cannot be read: " + e.getMessage(), path, "Check the path and its permissions");
        }
    }

    /** What standard input holds. */
    static RenderResult standardInput(InputStream in) {
        try {
            return rendered(List.of(file("-", TextFiles.read("-", in))));
        } catch (TextFiles.Unusable e) {
            return new RenderResult.Failed(e.sentence(), "-", e.line(), 0, "Pipe manifests into the command");
        }
    }

    private static RenderResult rendered(List<Rendering.RenderedFile> texts) {
        return new RenderResult.Rendered(new Rendering(texts, List.of()));
    }

    /** Kubernetes' readers end every line, the last one too. */
    private static Rendering.RenderedFile file(String name, String text) {
        String lines = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        return new Rendering.RenderedFile(name, lines, OriginMap.none());
    }

    private static Rendering.RenderedFile text(Path file) throws Unusable {
        try {
            return file(file.toString(), TextFiles.read(file));
        } catch (TextFiles.Unusable e) {
            throw new Unusable(new RenderResult.Failed(e.sentence(), file.toString(), e.line(), 0, e.remedy()));
        }
    }

    /** The files that reading this path reads, sorted. @throws IOException if they cannot all be read */
    static List<Path> files(Path path) throws IOException {
        try {
            return Files.isDirectory(path) ? list(path) : List.of(path);
        } catch (Unusable e) {
            throw new IOException(e.failure.message(), e);
        }
    }

    /** The manifests below a folder. What has the name of a manifest and cannot be read is an error, never left out. */
    private static List<Path> list(Path folder) throws IOException, Unusable {
        List<Path> files = new ArrayList<>();
        List<RenderResult.Failed> unusable = new ArrayList<>();
        long[] total = new long[1];
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                boolean hidden =
                        !dir.equals(folder) && dir.getFileName().toString().startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isDirectory()) {
                    unusable.add(failed("lies deeper than %d folders".formatted(MAX_DEPTH), file, "Move it up"));
                } else if (hasManifestName(file)) {
                    if (!attributes.isRegularFile()) {
                        String what = attributes.isSymbolicLink() ? "a symbolic link to nothing" : "no regular file";
                        unusable.add(failed("is " + what, file, "Remove it, or give it another ending"));
                    }
                    files.add(file);
                    total[0] += attributes.size();
                }
                boolean enough = files.size() > MAX_FILES || total[0] > MAX_TOTAL || !unusable.isEmpty();
                return enough ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        if (!unusable.isEmpty()) {
            throw new Unusable(unusable.getFirst());
        }
        if (files.size() > MAX_FILES || total[0] > MAX_TOTAL) {
            String most = "holds more than %,d manifest files or %d MiB of them"
                    .formatted(MAX_FILES, MAX_TOTAL / 1024 / 1024);
            throw new Unusable(failed(most, folder, "Check its folders one by one"));
        }
        files.sort(null);
        return files;
    }

    private static boolean hasManifestName(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 && ENDINGS.contains(name.substring(dot));
    }

    private static RenderResult.Failed failed(String what, Path path, String remedy) {
        return new RenderResult.Failed(path + " " + what, path.toString(), 0, 0, remedy);
    }

    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient RenderResult.Failed failure;

        Unusable(RenderResult.Failed failure) {
            super(failure.message());
            this.failure = failure;
        }
    }
}
