package dev.auditflow.cli;

import dev.auditflow.check.Check;
import dev.auditflow.check.schema.Kubeconform;
import dev.auditflow.check.schema.KubeconformCheck;
import dev.auditflow.check.schema.KubernetesSchemas;
import dev.auditflow.check.schema.SchemaCheck;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.SchemaEngine;
import dev.auditflow.host.CacheFolder;
import dev.auditflow.host.Command;
import dev.auditflow.yaml.MapNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Picks the engine that checks schemas. */
final class SchemaEngines {
    private SchemaEngines() {}

    /** @throws ConfigException if there is no such engine, or kubeconform is not there */
    static Check check(SchemaEngine engine, List<MapNode> definitions, Set<String> allowedMissing)
            throws ConfigException {
        KubernetesSchemas schemas = new KubernetesSchemas();
        return switch (engine.name()) {
            case "embedded" -> new SchemaCheck(schemas, definitions, allowedMissing);
            case "kubeconform" ->
                new KubeconformCheck(
                        schemas,
                        definitions,
                        allowedMissing,
                        kubeconform(engine),
                        CacheFolder.path().resolve("kubeconform"));
            default ->
                throw new ConfigException(
                        "There is no schema engine \"%s\"; choose embedded or kubeconform".formatted(engine.name()));
        };
    }

    private static Kubeconform kubeconform(SchemaEngine engine) throws ConfigException {
        if (!engine.isPinned()) {
            throw new ConfigException(
                    "The image \"%s\" does not name its digest; write NAME@sha256:DIGEST".formatted(engine.image()));
        }
        if (!engine.image().isEmpty()) {
            Path program = Command.find("podman")
                    .or(() -> Command.find("docker"))
                    .orElseThrow(() -> new ConfigException(
                            "kubeconform's image needs podman or docker on PATH, and neither is there"));
            return Kubeconform.image(program, engine.image());
        }
        String given = System.getenv().getOrDefault("KUBECONFORM_BIN", "");
        Optional<Path> program = given.isEmpty()
                ? Command.find("kubeconform")
                : Optional.of(Path.of(given)).filter(Files::isExecutable);
        return Kubeconform.binary(program.orElseThrow(() -> new ConfigException(
                "kubeconform is not on PATH%s; install it, set KUBECONFORM_BIN, or give an image: --schema-image"
                        .formatted(given.isEmpty() ? "" : " and KUBECONFORM_BIN=" + given + " is no program"))));
    }
}
