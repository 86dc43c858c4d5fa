package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.deploy.LedgerChain;
import dev.auditflow.host.TextFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow ledger}. */
@Command(
        name = "ledger",
        description = "Exports and verifies the ledger of what was promoted.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class LedgerCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "export",
            description = "Prints the rows of a release in an environment, one JSON object on a line.",
            mixinStandardHelpOptions = true)
    int export(@Mixin ReleaseFlags flags) throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        return flags.reading(out, spec.commandLine().getErr(), (ledger, _) -> {
            ledger.lines().forEach(out::println);
            return ExitCode.PASS;
        });
    }

    @Command(
            name = "verify",
            description = {
                "Holds each row of an exported ledger against the one before, and names the first that is broken.",
                "Keep the head: a ledger that ends earlier is not broken, only shorter."
            },
            mixinStandardHelpOptions = true)
    int verify(@Parameters(paramLabel = "FILE", description = "As 'ledger export' prints it.") Path file)
            throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            LedgerChain chain = LedgerChain.read(TextFiles.read(file).lines().toList());
            out.printf("PASS  %d rows, head %s%n", chain.entries().size(), chain.head());
            return ExitCode.PASS;
        } catch (TextFiles.Unusable e) {
            throw new ConfigException("The ledger " + e.sentence());
        } catch (LedgerChain.Broken e) {
            out.printf("FAIL  %s%n", e.sentence());
            return ExitCode.FINDINGS;
        }
    }
}
