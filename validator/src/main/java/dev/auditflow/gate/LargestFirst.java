package dev.auditflow.gate;

import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Begins with the target that has most to read, for one that begins last is alone when all others are done. Of many the last
 * one matters little, and results that wait for their turn take room, so many stay as they are.
 */
final class LargestFirst {
    private static final int MANY = 256;

    private final Map<Path, Long> sizes = new HashMap<>();

    private LargestFirst() {}

    static List<Target> of(List<Target> targets) {
        if (targets.size() > MANY) {
            return targets;
        }
        LargestFirst sizes = new LargestFirst();
        Comparator<Target> bySize = Comparator.comparingLong(sizes::ofSource);
        return targets.stream().sorted(bySize.reversed()).toList();
    }

    private long ofSource(Target target) {
        return switch (target.source()) {
            case Source.Chart(Path path) -> size(path);
            case Source.Manifests(Path path) -> size(path);
            case Source.Kustomization(Path path) -> size(path);
            case Source.StandardInput _ -> 0;
        };
    }

    private long size(Path path) {
        return sizes.computeIfAbsent(path, LargestFirst::bytes);
    }

    private static long bytes(Path path) {
        Sum sum = new Sum();
        try {
            Files.walkFileTree(path, sum);
        } catch (IOException e) {
            // Whoever reads the file says what is wrong with it.
        }
        return sum.bytes;
    }

    private static final class Sum extends SimpleFileVisitor<Path> {
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
