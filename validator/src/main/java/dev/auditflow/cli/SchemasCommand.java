package dev.auditflow.cli;

import dev.auditflow.check.schema.SchemaImport;
import dev.auditflow.config.ConfigException;
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
        subcommands = SchemasCommand.Import.class)
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
}
