package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.deploy.Operator;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code auditflow rollback}. */
@Command(
        name = "rollback",
        description = "Goes back to the revision that was healthy before, and holds what ran.",
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReleaseFlags flags = new ReleaseFlags();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the ledger.")
    private String reason = "";

    @Override
    public Integer call() throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        return flags.with(
                out,
                spec.commandLine().getErr(),
                (site, target, patience) ->
                        DeployEnding.of(new Operator(site, target).rollback(reason, patience), out));
    }
}
