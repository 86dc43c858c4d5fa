package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.deploy.LedgerChain;
import dev.auditflow.deploy.LedgerEntry;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code auditflow history}. */
@Command(
        name = "history",
        description = "Prints what the ledger says of a release in an environment.",
        mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReleaseFlags flags = new ReleaseFlags();

    @Override
    public Integer call() throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        return flags.reading(out, spec.commandLine().getErr(), (ledger, _) -> {
            LedgerChain chain = ledger.chain();
            chain.entries().forEach(entry -> print(out, entry));
            out.printf("%d rows, head %s%n", chain.entries().size(), chain.head());
            return ExitCode.PASS;
        });
    }

    private static void print(PrintWriter out, LedgerEntry entry) {
        out.printf(
                "%s  %-9s  %-6s  %3d -> %-3d  %s%n",
                entry.time(), entry.action(), entry.outcome(), entry.fromRevision(), entry.toRevision(), entry.actor());
        line(out, "cause", entry.cause());
        line(out, "approved by", entry.approval());
        line(out, "rendering", entry.bundle());
        line(out, "attestation", entry.attestation());
        line(out, "commit", entry.commit());
        line(out, "bake", entry.bake());
        line(out, "evidence", entry.evidence());
    }

    private static void line(PrintWriter out, String name, String value) {
        if (!value.isEmpty()) {
            out.printf("  %-12s %s%n", name, value);
        }
    }
}
