package dev.auditflow.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What is released under a version of its own: a chart, and the service in it if there is one.
 *
 * @param name as its tags begin: {@code web} for {@code web-v1.2.3}
 * @param chart folder of its chart, whose {@code version} is the version
 * @param paths other files and folders whose commits count
 * @param files other files that hold the version
 */
public record VersionedPart(String name, Path chart, List<Path> paths, List<Path> files) {
    public VersionedPart {
        paths = List.copyOf(paths);
        files = List.copyOf(files);
    }
}
