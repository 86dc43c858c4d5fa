package dev.auditflow.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags that say with what is checked. */
final class CheckFlags {
    @Option(
            names = {"-p", "--policy"},
            paramLabel = "PATH",
            description = "Rego of your own, beside the built-in packs; repeatable.")
    private List<Path> policies = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "PATH",
            description = "YAML or JSON that your policies see as data; repeatable.")
    private List<Path> data = new ArrayList<>();

    @Option(names = "--no-builtin", description = "Leave the built-in packs out.")
    private boolean noBuiltin;

    @Option(names = "--helm-engine", paramLabel = "ENGINE", description = "embedded or binary (default: embedded).")
    private String helmEngine = "";

    @Option(
            names = "--schema-engine",
            paramLabel = "ENGINE",
            description = "embedded or kubeconform (default: embedded).")
    private String schemaEngine = "";

    List<Path> policies() {
        return policies;
    }

    List<Path> data() {
        return data;
    }

    boolean builtin() {
        return !noBuiltin;
    }

    /** The flag, or what the configuration says. */
    String helmEngine(String configured) {
        return helmEngine.isEmpty() ? configured : helmEngine;
    }

    /** The flag, or what the configuration says. */
    String schemaEngine(String configured) {
        return schemaEngine.isEmpty() ? configured : schemaEngine;
    }
}
