package dev.auditflow.engine;

import dev.auditflow.engine.HelperSources.Release;
import dev.auditflow.engine.HelperSources.SourceFile;
import dev.auditflow.host.Command;
import dev.auditflow.host.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds the server engine by {@code go build}, from the sources that this program carries. */
public final class HelperBuild {
    private static final Duration TIMEOUT = Duration.ofHours(1);
    private static final String VERSION = "k8s.io/component-base/version";

    /** What Go needs to find its caches and the modules that it downloads. */
    private static final List<String> PASSED = List.of(
            "HOME",
            "GOPATH",
            "GOCACHE",
            "GOMODCACHE",
            "GOROOT",
            "GOPROXY",
            "GOSUMDB",
            "GONOSUMDB",
            "GOPRIVATE",
            "GOFLAGS",
            "HTTPS_PROXY",
            "HTTP_PROXY",
            "NO_PROXY",
            "https_proxy",
            "http_proxy",
            "no_proxy",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "TMPDIR");

    private HelperBuild() {}

    /**
     * Builds an engine and puts it where {@link Helpers} looks.
     *
     * @param version one of {@link Helpers#versions()}
     * @return where it lies
     * @throws Command.Failure with a sentence if Go is not there or does not build it
     * @throws IOException if it cannot be written
     */
    public static Path run(Helpers helpers, String version, Helpers.Platform platform)
            throws Command.Failure, IOException {
        Release release = Helpers.release(version).orElseThrow();
        Path result = helpers.path(version, platform).orElseThrow();
        Path go = Command.find("go")
                .orElseThrow(
                        () -> new Command.Failure(
                                "go is not on PATH; the server engine is built from Kubernetes' Go modules by Go 1.25 or newer"));
        Path work = Files.createTempDirectory("auditflow-engine");
        try {
            for (SourceFile file : HelperSources.of(release)) {
                Files.writeString(work.resolve(file.name()), file.text());
            }
            build(go, work, release, platform);
            Files.createDirectories(result.getParent());
            Path beside = Files.createTempFile(result.getParent(), ".engine", ".tmp");
            Files.copy(
                    work.resolve("engine"),
                    beside,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(beside, result, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return result;
        } finally {
            Folders.delete(work);
        }
    }

    private static void build(Path go, Path work, Release release, Helpers.Platform platform) throws Command.Failure {
        String[] parts = release.version().split("\\.", -1);
        String flags = "-s -w -X %s.gitVersion=v%s -X %s.gitMajor=%s -X %s.gitMinor=%s"
                .formatted(VERSION, release.version(), VERSION, parts[0], VERSION, parts[1]);
        List<String> argv = List.of(
                go.toString(),
                "build",
                "-trimpath",
                "-buildvcs=false",
                "-mod=readonly",
                "-tags",
                release.tag(),
                "-ldflags",
                flags,
                "-o",
                "engine",
                ".");
        Map<String, String> environment = new HashMap<>();
        PASSED.stream()
                .filter(name -> System.getenv(name) != null)
                .forEach(name -> environment.put(name, System.getenv(name)));
        environment.putAll(
                Map.of("CGO_ENABLED", "0", "GOOS", platform.os(), "GOARCH", platform.architecture(), "GOWORK", "off"));
        Command.Result result = new Command(argv, environment, work, "", TIMEOUT, 16 * 1024 * 1024).run();
        if (result.exitCode() != 0) {
            List<String> said = result.errors()
                    .lines()
                    .filter(line -> !line.startsWith("go: downloading") && !line.isBlank())
                    .toList();
            List<String> last = new ArrayList<>(said.subList(Math.max(0, said.size() - 5), said.size()));
            throw new Command.Failure("go build failed: " + String.join("; ", last));
        }
    }
}
