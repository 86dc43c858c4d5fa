package dev.auditflow.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The logs of a lab's containers: files that kwok hands out as the kubelet of its nodes, by the names of containers. The API server
 * asks it for them as it asks a real one.
 */
public final class LabLogs {
    private static final List<String> CONTAINERS = List.of("generator", "server", "health");

    private final Path folder;

    LabLogs(Path lab) {
        this.folder = lab.resolve("logs").toAbsolutePath();
    }

    /** Writes for kwok where they lie. */
    Path describe() throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(
                folder.resolve("kwok.yaml"),
                """
            apiVersion: kwok.x-k8s.io/v1alpha1
            kind: ClusterLogs
            metadata: {name: lab}
            spec:
              logs:
            """
                        + CONTAINERS.stream()
                                .map(name -> "    - {containers: [%s], logsFile: \"%s\", previousLogsFile: \"%s\"}\n"
                                        .formatted(name, file(name), file(name + ".previous")))
                                .collect(Collectors.joining()));
    }

    private Path file(String container) {
        return folder.resolve(container + ".log");
    }

    /**
     * Writes anew what the log of all containers of a name holds from now on. Without it there is none, which the kubelet answers
     * with 400.
     *
     * @param container one of {@code generator}, {@code server} and {@code health}; with {@code .previous} behind it for its run before
     */
    public void write(String container, List<String> lines) throws IOException {
        Files.writeString(
                file(container),
                lines.stream()
                        .map(line -> "2026-01-01T00:00:00.000000000Z stdout F " + line + "\n")
                        .collect(Collectors.joining()));
    }
}
