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

/** {@code auditflow hold}. */
@Command(
        name = "hold",
        description = "Stops promotions of a release to an environment until somebody resumes them.",
        mixinStandardHelpOptions = true)
final class HoldCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReleaseFlags flags = new ReleaseFlags();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the ledger.")
    private String reason = "";

    @Override
    public Integer call() throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        return flags.with(out, spec.commandLine().getErr(), (site, target, patience) -> {
            new Operator(site, target).hold(reason, patience);
            out.printf("%s is held in %s%n", target.release(), site.environment());
            return ExitCode.PASS;
        });
    }
}
