package dev.auditflow.cli;

import dev.auditflow.config.SchemaEngine;
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

    @Option(
            names = "--schema-image",
            paramLabel = "IMAGE@sha256:DIGEST",
            description = "Run kubeconform from this image by podman or docker.")
    private String schemaImage = "";

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

    /** The flags, or what the configuration says. An image alone asks for kubeconform. */
    SchemaEngine schemaEngine(SchemaEngine configured) {
        String image = schemaImage.isEmpty() ? configured.image() : schemaImage;
        String name = schemaEngine.isEmpty() && !schemaImage.isEmpty() ? "kubeconform" : schemaEngine;
        return new SchemaEngine(name.isEmpty() ? configured.name() : name, image);
    }
}
