package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
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
        description = {
            "Stops promotions of a release to an environment until somebody resumes them. What a branch holds that was never",
            "seen healthy is taken back too."
        },
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
        return flags.operate(out, spec.commandLine().getErr(), (operations, site, target, patience) -> {
            String more = operations.hold(reason, patience);
            out.printf("%s is held in %s%n", target.release(), site.environment());
            if (!more.isEmpty()) {
                out.println(more);
            }
            return ExitCode.PASS;
        });
    }
}
