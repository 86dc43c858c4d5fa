package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.deploy.LedgerEntry;
import dev.auditflow.deploy.Operator;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code auditflow status}. */
@Command(
        name = "status",
        description = "Says what runs of a release in an environment, and how it is.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReleaseFlags flags = new ReleaseFlags();

    @Override
    public Integer call() throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        return flags.with(out, spec.commandLine().getErr(), (site, target, _) -> {
            Operator.Status status = new Operator(site, target).status();
            if (status.revision() == 0) {
                out.println("nothing is installed");
            } else {
                out.printf("revision %d, %s%n", status.revision(), status.status());
            }
            status.recorded().ifPresent(entry -> recorded(out, entry));
            if (status.outside()) {
                out.println("what runs is not what the ledger says: somebody changed it by hand");
            }
            status.hold()
                    .ifPresent(hold -> out.printf("held by %s since %s: %s%n", hold.by(), hold.time(), hold.reason()));
            if (!status.step().isEmpty()) {
                out.printf(
                        "a promotion is at the step %s%s%n",
                        status.step(), status.holder().isEmpty() ? ", left" : ", by " + status.holder());
            }
            boolean healthy = status.unhealthy().isEmpty();
            out.println(
                    healthy ? "healthy" : "not healthy: " + status.unhealthy().orElse(""));
            return healthy && !status.outside() ? ExitCode.PASS : ExitCode.FINDINGS;
        });
    }

    private static void recorded(PrintWriter out, LedgerEntry entry) {
        out.printf(
                "last %s: %s at %s by %s, %s%n",
                entry.action(), entry.outcome(), entry.time(), entry.actor(), entry.bundle());
    }
}
