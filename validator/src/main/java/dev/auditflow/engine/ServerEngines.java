package dev.auditflow.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The server engines of a run, one for each Kubernetes version that has one. Safe for many threads. */
public final class ServerEngines implements AutoCloseable {
    private static final int MEGABYTES = 1024;

    private final Helpers helpers;
    private final Map<String, Optional<ServerEngine>> engines = new ConcurrentHashMap<>();

    public ServerEngines(Helpers helpers) {
        this.helpers = helpers;
    }

    /**
     * The engine for a version, empty if it is not built or there is none.
     *
     * @param version as {@code major.minor}
     */
    public Optional<ServerEngine> of(String version) {
        return engines.computeIfAbsent(version, v -> helpers.find(v).map(ServerEngines::engine));
    }

    /** Why there is no engine for a version: a clause for the account. */
    public String why(String version) {
        return Helpers.versions().contains(version)
                ? "not built; auditflow engines build server --kubernetes " + version
                : "there is none for this version, only for " + String.join(", ", Helpers.versions());
    }

    @Override
    public void close() {
        engines.values().forEach(engine -> engine.ifPresent(ServerEngine::close));
    }

    private static ServerEngine engine(Path program) {
        return new ServerEngine(program, MEGABYTES);
    }
}
