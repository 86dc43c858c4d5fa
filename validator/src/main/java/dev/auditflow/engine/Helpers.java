package dev.auditflow.engine;

import dev.auditflow.engine.HelperSources.Release;
import dev.auditflow.host.CacheFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where server engines lie: {@code $AUDITFLOW_ENGINES} if it is set, else {@code engines} in the cache folder. Their names
 * hold the Kubernetes release, a digest of their sources and the platform, so that one of another version is never taken.
 */
public final class Helpers {
    private static final String PREFIX = "auditflow-server-engine";

    private final Path folder;

    private Helpers(Path folder) {
        this.folder = folder;
    }

    /** The engines of this machine. */
    public static Helpers here() {
        String own = System.getenv().getOrDefault("AUDITFLOW_ENGINES", "");
        return in(
                own.isBlank()
                        ? CacheFolder.path().resolve("engines")
                        : Path.of(own).toAbsolutePath());
    }

    /** The engines in {@code folder}. */
    public static Helpers in(Path folder) {
        return new Helpers(folder);
    }

    /** Kubernetes versions that an engine can be built for, as {@code major.minor}, the oldest first. */
    public static List<String> versions() {
        return HelperSources.RELEASES.stream().map(Release::minor).toList();
    }

    /**
     * The engine for a Kubernetes version, empty if it is not built or none can be.
     *
     * @param version as {@code major.minor}
     */
    public Optional<Path> find(String version) {
        // Names are made of all sources, which nobody reads where there are no engines.
        return Files.isDirectory(folder)
                ? release(version)
                        .map(release -> path(release, Platform.here()))
                        .filter(Files::exists)
                : Optional.empty();
    }

    /** File names of the engines that are here: they differ when what they say may differ. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        return versions().stream()
                .flatMap(version -> find(version).stream())
                .map(path -> String.valueOf(path.getFileName()))
                .toList();
    }

    /** Where the engine for a version and platform belongs; empty if none can be built for that version. */
    public Optional<Path> path(String version, Platform platform) {
        return release(version).map(release -> path(release, platform));
    }

    static Optional<Release> release(String version) {
        return HelperSources.RELEASES.stream()
                .filter(release -> release.minor().equals(version))
                .findFirst();
    }

    private Path path(Release release, Platform platform) {
        return folder.resolve("%s-%s-%s-%s-%s"
                .formatted(
                        PREFIX, release.version(), HelperSources.key(release), platform.os(), platform.architecture()));
    }

    /**
     * What an engine runs on, in Go's words.
     *
     * @param os {@code linux} or {@code darwin}
     * @param architecture {@code amd64} or {@code arm64}
     */
    public record Platform(String os, String architecture) {
        /** This machine. */
        public static Platform here() {
            String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
            String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
            return new Platform(
                    os.startsWith("mac") ? "darwin" : os.startsWith("linux") ? "linux" : "windows",
                    machine.equals("aarch64") || machine.equals("arm64") ? "arm64" : "amd64");
        }

        /** Reads {@code linux/arm64}; empty if the engine is not built for it. */
        public static Optional<Platform> parse(String text) {
            return List.of("linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64")
                            .contains(text)
                    ? Optional.of(
                            new Platform(text.substring(0, text.indexOf('/')), text.substring(text.indexOf('/') + 1)))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return os + "/" + architecture;
        }
    }
}
