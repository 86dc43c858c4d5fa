package dev.auditflow.render.chart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a chart's folder: sorted, without what {@code .helmignore} names, within limits. */
final class ChartFolder {
    private static final int MAX_DEPTH = 100;

    private final Path root;
    private final Path bounds;
    private final HelmIgnore ignore;
    private final List<ChartFile> files = new ArrayList<>();
    private long bytes;

    private ChartFolder(Path root) throws IOException {
        this.root = root;
        Path real = root.toRealPath();
        this.bounds = real.getParent() == null ? real : real.getParent();
        Path rules = root.resolve(".helmignore");
        String text = Files.isRegularFile(rules) ? Files.readString(rules, StandardCharsets.ISO_8859_1) : "";
        this.ignore = HelmIgnore.parse(text.startsWith("ï»¿") ? text.substring(3) : text, rules.toString());
    }

    static List<ChartFile> read(Path folder) throws IOException {
        ChartFolder reader = new ChartFolder(folder);
        reader.walk(folder, new HashSet<>(), 0);
        return reader.files;
    }

    private void walk(Path folder, Set<Path> above, int depth) throws IOException {
        Path real = folder.toRealPath();
        if (depth > MAX_DEPTH || !above.add(real)) {
            throw new ChartProblem(
                    "%s leads back into itself".formatted(folder), folder.toString(), 0, "Remove the symbolic link");
        }
        List<Path> children;
        try (Stream<Path> entries = Files.list(folder)) {
            children = entries.sorted((a, b) -> Order.CODE_POINTS.compare(
                            a.getFileName().toString(), b.getFileName().toString()))
                    .toList();
        }
        for (Path child : children) {
            String name = root.relativize(child).toString().replace('\\', '/');
            boolean directory = Files.isDirectory(child);
            if (ignore.ignores(name, directory)) {
                continue;
            }
            checkBounds(child);
            if (directory) {
                walk(child, above, depth + 1);
            } else {
                add(child, name);
            }
        }
        above.remove(real);
    }

    private void checkBounds(Path child) throws IOException {
        if (!Files.isSymbolicLink(child)) {
            return;
        }
        if (!Files.exists(child)) {
            throw new ChartProblem(
                    "error evaluating symlink %s: lstat %s: no such file or directory".formatted(child, missing(child)),
                    child.toString(),
                    0,
                    "Put the file itself into the chart, or name the link in .helmignore");
        }
        if (!Files.isDirectory(child) && !Files.isRegularFile(child)) {
            throw irregular(child);
        }
        if (!child.toRealPath().startsWith(bounds)) {
            throw new ChartProblem(
                    "%s is a symbolic link to a place outside of the chart and its neighbours".formatted(child),
                    child.toString(),
                    0,
                    "Put the file itself into the chart, or name the link in .helmignore");
        }
    }

    private static ChartProblem irregular(Path file) {
        return new ChartProblem(
                "cannot load irregular file %s as it has file mode type bits set".formatted(file),
                file.toString(),
                0,
                "Remove it, or name it in .helmignore");
    }

    /** The first folder or file on the way of a link that is not there. */
    private static Path missing(Path link) throws IOException {
        Path target = link.toRealPath(LinkOption.NOFOLLOW_LINKS)
                .resolveSibling(Files.readSymbolicLink(link))
                .normalize();
        Path at = target;
        while (at.getParent() != null && !Files.exists(at.getParent())) {
            at = at.getParent();
        }
        return at;
    }

    private void add(Path file, String name) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw irregular(file);
        }
        long size = Files.size(file);
        bytes += size;
        ChartLimits.check("chart file", file.getFileName().toString(), size, bytes, files.size(), file.toString());
        files.add(ChartFile.of(name, Files.readAllBytes(file)));
    }
}
