package dev.auditflow.cli;

import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.render.CrossCheckedHelm;
import dev.auditflow.render.HelmBinary;
import dev.auditflow.render.HelmEngine;
import dev.auditflow.render.HelmVersion;
import dev.auditflow.render.JavaHelmEngine;
import dev.auditflow.render.template.FunctionTable;
import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.functions.GoYaml;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Flags that say by what charts are rendered. */
final class HelmEngines {
    @Option(names = "--helm-engine", paramLabel = "ENGINE", description = "java or binary (default: java).")
    private String engine = "";

    @Option(
            names = "--helm-version",
            paramLabel = "VERSION",
            description = "Which Helm the java engine prints as, 3 or 4 (default: 3).")
    private String version = "";

    @Option(
            names = "--verify-render",
            description = "Render by both engines; a chart that they print differently is an error.")
    private boolean verify;

    private final Supplier<FunctionTable> functions = FunctionTable.once(HelmFunctionTable::standard);

    private static HelmVersion version(String text) throws ConfigException {
        return switch (text) {
            case "3" -> HelmVersion.HELM_3;
            case "4" -> HelmVersion.HELM_4;
            default -> throw new ConfigException("There is no Helm version \"%s\" here; choose 3 or 4".formatted(text));
        };
    }

    /** The engine of the flags, or else of the configuration. @throws ConfigException if there is none of that name */
    HelmEngine of(Config config) throws ConfigException {
        return of(config, false);
    }

    /**
     * The engine of the flags, or else of the configuration.
     *
     * @param coverage whether its renderings tell what they used of their charts
     * @throws ConfigException if there is none of that name, or it cannot tell
     */
    HelmEngine of(Config config, boolean coverage) throws ConfigException {
        String name = engine.isEmpty() ? config.helmEngine() : engine;
        HelmBinary binary = new HelmBinary(System.getenv().getOrDefault("HELM_BIN", ""));
        JavaHelmEngine plain = new JavaHelmEngine(functions, GoYaml::write, Limits.defaults())
                .as(version(version.isEmpty() ? config.helmVersion() : version));
        JavaHelmEngine own = coverage ? plain.recordingUse() : plain;
        HelmEngine chosen = switch (name) {
            case "java", "auto", "embedded" -> own;
            case "binary" -> binary;
            default ->
                throw new ConfigException("There is no Helm engine \"%s\"; choose java or binary".formatted(name));
        };
        if (coverage && chosen.equals(binary) && !verify) {
            throw new ConfigException(
                    "helm does not tell what it renders of a chart; --coverage needs --helm-engine java");
        }
        if (verify && binary.find().isEmpty()) {
            throw new ConfigException(
                    "--verify-render needs a helm to compare with; install Helm 3 on the PATH or name it by HELM_BIN");
        }
        return verify ? new CrossCheckedHelm(own, binary) : chosen;
    }
}
