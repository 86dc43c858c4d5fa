package dev.auditflow.render;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
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
    /** Largest file that is read, in bytes; etcd takes 1.5 MiB an object. */
    private static final int MAX_BYTES = 20 * 1024 * 1024;

    private static final int MAX_FILES = 20_000;
    private static final Set<String> ENDINGS = Set.of(".yaml", ".yml", ".json");

    private ManifestFiles() {}

    static RenderResult read(Path path) {
        try {
            if (!Files.exists(path)) {
                return failed("does not exist", path, "Check the path");
            }
            List<Path> files = Files.isDirectory(path) ? list(path) : List.of(path);
            if (files.isEmpty()) {
                return failed(
                        "holds no .yaml, .yml or .json file, so there is nothing to check", path, "Check the path");
            }
            List<Rendering.RenderedFile> texts = new ArrayList<>();
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    texts.add(text(file.toString(), in));
                }
            }
            return new RenderResult.Rendered(new Rendering(texts, List.of()));
        } catch (Unusable e) {
            return e.failure;
        } catch (FileSystemLoopException e) {
            return failed("is a symbolic link that leads back to a folder above it", Path.of(e.getFile()), "Remove it");
        } catch (java.nio.file.AccessDeniedException e) {
            return failed("cannot be read: permission denied", Path.of(e.getFile()), "Make it readable");
        } catch (IOException e) {
            return failed("cannot be read: " + e.getMessage(), path, "Check the path and its permissions");
        }
    }

    static RenderResult standardInput(InputStream in) {
        try {
            Rendering.RenderedFile text = text("-", in);
            return new RenderResult.Rendered(new Rendering(List.of(text), List.of()));
        } catch (Unusable e) {
            return e.failure;
        } catch (IOException e) {
            return failed("cannot be read: " + e.getMessage(), Path.of("-"), "Pipe manifests into the command");
        }
    }

    private static List<Path> list(Path folder) throws IOException, Unusable {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), 64, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                boolean hidden =
                        !dir.equals(folder) && dir.getFileName().toString().startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                int dot = name.lastIndexOf('.');
                if (dot > 0 && ENDINGS.contains(name.substring(dot)) && attributes.isRegularFile()) {
                    files.add(file);
                }
                return files.size() > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        if (files.size() > MAX_FILES) {
            throw new Unusable(failed("holds more than %,d manifest files".formatted(MAX_FILES), folder, "Split it"));
        }
        files.sort(null);
        return files;
    }

    private static Rendering.RenderedFile text(String name, InputStream in) throws IOException, Unusable {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new Unusable(failed(
                    "is larger than %d MiB, the most that is read".formatted(MAX_BYTES / 1024 / 1024),
                    Path.of(name),
                    "Split it; the API server takes objects up to 1.5 MiB"));
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer source = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(source, text, true);
        if (result.isError()) {
            int line = 1;
            try (InputStream before = new ByteArrayInputStream(bytes, 0, source.position())) {
                for (int b = before.read(); b >= 0; b = before.read()) {
                    line += b == '\n' ? 1 : 0;
                }
            }
            throw new Unusable(new RenderResult.Failed(
                    "The text is not UTF-8 (byte %d)".formatted(source.position() + 1),
                    name,
                    line,
                    0,
                    "Save the file as UTF-8"));
        }
        return new Rendering.RenderedFile(name, text.flip().toString(), OriginMap.none());
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
