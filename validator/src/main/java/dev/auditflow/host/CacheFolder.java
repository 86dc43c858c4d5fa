package dev.auditflow.host;

import java.nio.file.Path;

/**
 * Where this program keeps what it can make again: {@code $AUDITFLOW_CACHE}, or {@code $XDG_CACHE_HOME/auditflow}, or
 * {@code ~/.cache/auditflow}.
 */
public final class CacheFolder {
    private CacheFolder() {}

    public static Path path() {
        String own = System.getenv().getOrDefault("AUDITFLOW_CACHE", "");
        if (!own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base =
                xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home", ""), ".cache") : Path.of(xdg);
        return base.resolve("auditflow");
    }
}
