package dev.auditflow.deploy;

import dev.auditflow.host.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A program that helm runs over what it is about to send: it hands on the one text that it was made for, and ends with an error
 * for any other. The text stays in memory, for it may hold secrets.
 */
final class SentGuard implements AutoCloseable {
    private static final String PROGRAM = """
            #!/bin/sh
            set -eu
            text=$(cat; printf x)
            text=${text%x}
            if command -v sha256sum >/dev/null; then sum=sha256sum; else sum='shasum -a 256'; fi
            got=$(printf %s "$text" | $sum | cut -c 1-64)
            if [ "$got" != DIGEST ]; then
              echo 'what helm rendered is not what was judged' >&2
              exit 1
            fi
            printf %s "$text"
            """;

    private final Path folder;
    private final Path file;

    private SentGuard(Path folder, Path file) {
        this.folder = folder;
        this.file = file;
    }

    /** @throws IOException if no program can be written where temporary files go */
    static SentGuard of(String manifest) throws IOException {
        Path folder = Files.createTempDirectory("auditflow-guard");
        Path file = folder.resolve("guard");
        String digest = Digest.of(manifest.getBytes(StandardCharsets.UTF_8)).substring("sha256:".length());
        Files.writeString(file, PROGRAM.replace("DIGEST", digest));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new SentGuard(folder, file);
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
    }
}
