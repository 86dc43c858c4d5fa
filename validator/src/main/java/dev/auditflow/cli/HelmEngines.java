package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.host.CacheFolder;
import dev.auditflow.render.EmbeddedHelm;
import dev.auditflow.render.HelmBinary;
import dev.auditflow.render.HelmEngine;

/** Picks the engine that renders charts. */
final class HelmEngines {
    private HelmEngines() {}

    /** The engine of this name. @throws ConfigException if there is none */
    static HelmEngine named(String name) throws ConfigException {
        return switch (name) {
            case "auto", "embedded" -> new EmbeddedHelm(CacheFolder.path());
            case "binary" -> new HelmBinary(System.getenv().getOrDefault("HELM_BIN", ""));
            default ->
                throw new ConfigException("There is no Helm engine \"%s\"; choose embedded or binary".formatted(name));
        };
    }
}
