package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.deploy.GitOperator;
import dev.auditflow.deploy.Hold;
import dev.auditflow.deploy.LedgerEntry;
import dev.auditflow.deploy.Operator;
import java.io.PrintWriter;
import java.util.Optional;
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
        return flags.operate(out, spec.commandLine().getErr(), (operations, _, _, _) -> switch (operations) {
            case Operator helm -> print(out, helm.status());
            case GitOperator git -> print(out, git.status());
        });
    }

    private static int print(PrintWriter out, GitOperator.Status status) {
        out.printf(
                "%s: %s%n",
                status.branch(), status.head().isEmpty() ? "there is no such branch" : "commit " + status.head());
        status.recorded().ifPresent(entry -> recorded(out, entry));
        if (status.outside()) {
            out.println(
                    "what the branch holds is not what the ledger says: somebody changed it, or a promotion is under way");
        }
        work(out, status.hold(), status.step(), status.holder());
        out.printf("%s: %s%n", status.reconciler(), status.unready().orElse("ready"));
        return status.unready().isEmpty() && !status.outside() ? ExitCode.PASS : ExitCode.FINDINGS;
    }

    private static int print(PrintWriter out, Operator.Status status) {
        if (status.revision() == 0) {
            out.println("nothing is installed");
        } else {
            out.printf("revision %d, %s%n", status.revision(), status.status());
        }
        status.recorded().ifPresent(entry -> recorded(out, entry));
        if (status.outside()) {
            out.println("what runs is not what the ledger says: somebody changed it by hand");
        }
        work(out, status.hold(), status.step(), status.holder());
        boolean healthy = status.unhealthy().isEmpty();
        out.println(healthy ? "healthy" : "not healthy: " + status.unhealthy().orElse(""));
        return healthy && !status.outside() ? ExitCode.PASS : ExitCode.FINDINGS;
    }

    private static void work(PrintWriter out, Optional<Hold> hold, String step, String holder) {
        hold.ifPresent(one -> out.printf("held by %s since %s: %s%n", one.by(), one.time(), one.reason()));
        if (!step.isEmpty()) {
            out.printf("a promotion is at the step %s%s%n", step, holder.isEmpty() ? ", left" : ", by " + holder);
        }
    }

    private static void recorded(PrintWriter out, LedgerEntry entry) {
        out.printf(
                "last %s: %s at %s by %s, %s%n",
                entry.action(), entry.outcome(), entry.time(), entry.actor(), entry.bundle());
    }
}
