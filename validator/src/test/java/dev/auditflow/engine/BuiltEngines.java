package dev.auditflow.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** Server engines for tests; a test that needs one is skipped where it is not built. */
public final class BuiltEngines {
    private BuiltEngines() {}

    /** Where {@code .ci/run} builds them, or a developer has. */
    public static Helpers helpers() {
        String given = System.getenv("AUDITFLOW_TEST_ENGINES");
        Path home = Path.of(System.getProperty("user.home", ""));
        return Helpers.in(given == null ? home.resolve(".cache/auditflow/engines") : Path.of(given));
    }

    /** The program for a version. */
    public static Path need(String version) {
        assumeTrue(
                helpers().find(version).isPresent(),
                "the server engine of Kubernetes %s is not built: ./auditflow engines build server".formatted(version));
        return helpers().find(version).orElseThrow();
    }
}
