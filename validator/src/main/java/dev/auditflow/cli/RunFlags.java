package dev.auditflow.cli;

import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.report.ReportSpec;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags that say how a verdict adds up and how targets are judged. */
final class RunFlags {
    @Option(names = "--fail-on", paramLabel = "deny|warn", description = "What fails the verdict (default: deny).")
    private String failOn = "";

    @Option(
            names = "--strict",
            description = "Warnings fail, and kinds without a schema fail even if the configuration lets them through.")
    private boolean strict;

    @Option(names = "--baseline", paramLabel = "FILE", description = "Findings that were there before do not count.")
    private Path baseline = Path.of("");

    @Option(names = "--jobs", paramLabel = "N", description = "Targets judged at once (default: one per core).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--no-cache",
            description = "Judge every target anew and keep no verdict; AUDITFLOW_NO_CACHE=true says the same.")
    private boolean noCache;

    @Option(
            names = "--coverage",
            description =
                    "Say which template lines, branches, values keys and policies no target uses; as -o lcov does.")
    private boolean coverage;

    /** A report that is about coverage asks for it. */
    void imply(List<ReportSpec> reports) {
        coverage |= reports.stream().anyMatch(ReportSpec::needsCoverage);
    }

    boolean coverage() {
        return coverage;
    }

    /** @throws ConfigException for a word that means nothing */
    void check() throws ConfigException {
        if (!failOn.isEmpty() && !List.of("deny", "warn").contains(failOn)) {
            throw new ConfigException("--fail-on takes deny or warn, not \"" + failOn + "\"");
        }
    }

    boolean strict() {
        return strict;
    }

    /** The flags, or what the configuration says. */
    boolean failOnWarn(Config config) {
        return strict || failOn.equals("warn") || (failOn.isEmpty() && config.failOnWarn());
    }

    /** The flag, or what the configuration says; an empty path for none. */
    Path baseline(Config config) {
        return baseline.equals(Path.of("")) ? config.baseline() : baseline;
    }

    int jobs() {
        return Math.max(1, jobs);
    }

    boolean cached() {
        // A verdict that is known already does not say what was used for it.
        return !noCache
                && !coverage
                && !System.getenv().getOrDefault("AUDITFLOW_NO_CACHE", "").equals("true");
    }
}
