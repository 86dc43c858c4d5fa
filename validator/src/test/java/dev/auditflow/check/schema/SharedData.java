package dev.auditflow.check.schema;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Larger corpora that lie beside the repository, when they do. */
public final class SharedData {
    private SharedData() {}

    /** A file or folder of the corpora, empty when it is not there. */
    public static Optional<Path> find(String name) {
        String given = System.getenv("AUDITFLOW_SHARED");
        Path shared = given == null ? Path.of("../../shared") : Path.of(given);
        return Optional.of(shared.resolve("data").resolve(name)).filter(Files::exists);
    }
}
