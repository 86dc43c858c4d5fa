package dev.auditflow.cli;

import dev.auditflow.check.schema.KubernetesSchemas;
import dev.auditflow.check.schema.SchemaExport;
import dev.auditflow.check.schema.SchemaImport;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.ConfigReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow schemas}: maintains the embedded schemas. */
@Command(
        name = "schemas",
        description = "Maintains the embedded Kubernetes schemas.",
        mixinStandardHelpOptions = true,
        subcommands = {SchemasCommand.Import.class, SchemasCommand.Export.class})
final class SchemasCommand {
    /** {@code auditflow schemas import}. */
    @Command(
            name = "import",
            description = "Writes the embedded form of Kubernetes' OpenAPI v2 files (api/openapi-spec/swagger.json).",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(arity = "1..*", paramLabel = "FILE", description = "OpenAPI v2 files, plain or .gz, one a version.")
        private List<Path> files = new ArrayList<>();

        @Option(names = "--into", paramLabel = "DIR", description = "Where to write (default: this repository's own).")
        private Path folder = Path.of("validator/src/main/resources/dev/auditflow/schemas");

        @Override
        public Integer call() throws ConfigException {
            PrintWriter out = spec.commandLine().getOut();
            try {
                for (SchemaImport.Imported version : SchemaImport.run(files, folder)) {
                    out.printf(
                            "Kubernetes %s: %d kinds, %d definitions%n",
                            version.version(), version.kinds(), version.definitions());
                }
            } catch (IOException e) {
                throw new ConfigException("The schemas could not be imported: " + e.getMessage());
            }
            return ExitCode.PASS;
        }
    }

    /** {@code auditflow schemas export}. */
    @Command(
            name = "export",
            description = "Writes the embedded schemas as JSON Schema, one file a kind, for editors and kubeconform.",
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(index = "0", paramLabel = "VERSION", description = "A Kubernetes version, for example 1.34.")
        private String version = "";

        @Parameters(index = "1", paramLabel = "DIR", description = "Where to write.")
        private Path folder = Path.of("");

        @Override
        public Integer call() throws ConfigException {
            KubernetesSchemas schemas = new KubernetesSchemas();
            try {
                int kinds = SchemaExport.run(schemas, ConfigReader.minor(version), folder);
                if (kinds == 0) {
                    throw new ConfigException("There are no schemas of Kubernetes %s here, only of %s"
                            .formatted(version, String.join(", ", schemas.versions())));
                }
                spec.commandLine()
                        .getOut()
                        .printf(
                                "%d kinds, for kubeconform -schema-location '%s/%s'%n",
                                kinds, folder, SchemaExport.LAYOUT);
            } catch (IOException e) {
                throw new ConfigException("The schemas could not be exported: " + e.getMessage());
            }
            return ExitCode.PASS;
        }
    }
}
