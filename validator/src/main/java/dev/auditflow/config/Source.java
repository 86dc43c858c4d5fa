package dev.auditflow.config;

import java.nio.file.Path;

/** Where a target's objects come from. */
public sealed interface Source {
    /** A Helm chart: a folder with {@code Chart.yaml}, or a packaged chart. */
    record Chart(Path path) implements Source {}

    /** A manifest file, or a folder whose YAML and JSON files are read recursively. */
    record Manifests(Path path) implements Source {}

    /** A folder with a kustomization. */
    record Kustomization(Path path) implements Source {}

    /** Manifests on standard input. */
    record StandardInput() implements Source {}

    /** The input as the user named it. */
    default String name() {
        return switch (this) {
            case Chart chart -> chart.path().toString();
            case Manifests manifests -> manifests.path().toString();
            case Kustomization kustomization -> kustomization.path().toString();
            case StandardInput _ -> "-";
        };
    }
}
