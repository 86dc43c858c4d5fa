package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.host.CacheFolder;
import dev.auditflow.render.AutoHelm;
import dev.auditflow.render.EmbeddedHelm;
import dev.auditflow.render.HelmBinary;
import dev.auditflow.render.HelmEngine;
import dev.auditflow.render.JavaHelmEngine;
import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.functions.GoYaml;

/** Picks the engine that renders charts. */
final class HelmEngines {
    private HelmEngines() {}

    /** The engine of this name. @throws ConfigException if there is none */
    static HelmEngine named(String name) throws ConfigException {
        HelmBinary binary = new HelmBinary(System.getenv().getOrDefault("HELM_BIN", ""));
        EmbeddedHelm embedded = new EmbeddedHelm(CacheFolder.path());
        JavaHelmEngine own = new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, Limits.defaults());
        return switch (name) {
            case "auto" -> new AutoHelm(own, embedded, binary);
            case "java" -> own;
            case "embedded" -> embedded;
            case "binary" -> binary;
            default ->
                throw new ConfigException(
                        "There is no Helm engine \"%s\"; choose auto, java, embedded or binary".formatted(name));
        };
    }
}
