package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code auditflow resume}. */
@Command(
        name = "resume",
        description = "Lets promotions of a release to an environment go on.",
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReleaseFlags flags = new ReleaseFlags();

    @Override
    public Integer call() throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        return flags.operate(out, spec.commandLine().getErr(), (operations, site, target, patience) -> {
            boolean held = operations.resume(patience);
            out.printf(held ? "%s goes on in %s%n" : "%s was not held in %s%n", target.release(), site.environment());
            return ExitCode.PASS;
        });
    }
}
