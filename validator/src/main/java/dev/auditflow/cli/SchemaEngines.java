package dev.auditflow.cli;

import dev.auditflow.check.Check;
import dev.auditflow.check.schema.Kubeconform;
import dev.auditflow.check.schema.KubeconformCheck;
import dev.auditflow.check.schema.KubernetesSchemas;
import dev.auditflow.check.schema.SchemaCheck;
import dev.auditflow.check.schema.ServerCheck;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.SchemaEngine;
import dev.auditflow.engine.Helpers;
import dev.auditflow.engine.ServerEngines;
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

    /**
     * @param versions Kubernetes versions of the targets
     * @throws ConfigException if there is no such engine, or its program is not there
     */
    static Check check(SchemaEngine engine, Set<String> versions, List<MapNode> definitions, Set<String> allowedMissing)
            throws ConfigException {
        KubernetesSchemas schemas = new KubernetesSchemas();
        SchemaCheck embedded = new SchemaCheck(schemas, definitions, allowedMissing);
        return switch (engine.name()) {
            case "embedded" -> embedded;
            case "auto" -> new ServerCheck(embedded, new ServerEngines(Helpers.here()));
            case "server" -> new ServerCheck(embedded, demanded(versions));
            case "kubeconform" ->
                new KubeconformCheck(
                        schemas,
                        definitions,
                        allowedMissing,
                        kubeconform(engine),
                        CacheFolder.path().resolve("kubeconform"));
            default ->
                throw new ConfigException(
                        "There is no schema engine \"%s\"; choose auto, server, embedded, kubeconform or none"
                                .formatted(engine.name()));
        };
    }

    /** Who asks for the server engine by name wants no verdict without it. */
    private static ServerEngines demanded(Set<String> versions) throws ConfigException {
        ServerEngines engines = new ServerEngines(Helpers.here());
        for (String version : versions) {
            if (engines.of(version).isEmpty()) {
                throw new ConfigException("There is no server engine for Kubernetes %s here: %s"
                        .formatted(version, engines.why(version)));
            }
        }
        return engines;
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
