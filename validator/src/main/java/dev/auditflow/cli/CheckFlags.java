package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.config.SchemaEngine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags that say with what is checked. */
final class CheckFlags {
    @Mixin
    private PolicyFlags policyFlags = new PolicyFlags();

    @Mixin
    private HelmEngines engines = new HelmEngines();

    @Option(
            names = "--schema-engine",
            paramLabel = "ENGINE",
            description = "auto, server, embedded, kubeconform or none (default: auto, server where it is built).")
    private String schemaEngine = "";

    @Option(
            names = "--schema-image",
            paramLabel = "IMAGE@sha256:DIGEST",
            description = "Run kubeconform from this image by podman or docker.")
    private String schemaImage = "";

    /** The flags over what the configuration says. Paths of both are used. */
    PolicySettings policies(PolicySettings configured) throws ConfigException {
        return policyFlags.over(configured);
    }

    /** Whether policies come from what no key of a kept verdict holds. */
    boolean asksCluster() {
        return policyFlags.cluster().policies().isWanted();
    }

    HelmEngines engines() {
        return engines;
    }

    /** The flags, or what the configuration says. An image alone asks for kubeconform. */
    SchemaEngine schemaEngine(SchemaEngine configured) {
        String image = schemaImage.isEmpty() ? configured.image() : schemaImage;
        String name = schemaEngine.isEmpty() && !schemaImage.isEmpty() ? "kubeconform" : schemaEngine;
        return new SchemaEngine(name.isEmpty() ? configured.name() : name, image);
    }
}
