package dev.auditflow.cli;

import dev.auditflow.check.Account;
import dev.auditflow.check.Run;
import dev.auditflow.config.ConfigException;
import dev.auditflow.host.FileWatch;
import dev.auditflow.report.RunDifference;
import dev.auditflow.report.TextReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code auditflow watch}: the gate again after every save. */
@Command(
        name = "watch",
        description = {
            "Checks again whenever a chart, values file, policy, CRD, golden file or the configuration is saved.",
            "Prints what changed and the verdict, until Ctrl-C ends it (exit code 130)."
        },
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    private static final int MAX_NAMED = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Selection selection = new Selection();

    @Mixin
    private CheckFlags checkFlags = new CheckFlags();

    @Mixin
    private RunFlags runFlags = new RunFlags();

    private @Nullable Run last;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        runFlags.check();
        PrintWriter out = spec.commandLine().getOut();
        GateRun gate = new GateRun(checkFlags, runFlags, spec);
        FileWatch files = new FileWatch();
        files.add(selection.named());
        while (true) {
            check(gate, files, out);
            Set<Path> changed = files.await();
            out.println();
            out.println("── " + named(changed));
        }
    }

    /** Mistakes in the configuration are said and may be corrected; what was watched before still is. */
    private void check(GateRun gate, FileWatch files, PrintWriter out) {
        try {
            long start = System.nanoTime();
            Selection.Chosen chosen = selection.choose();
            files.add(gate.inputs(chosen));
            Run run = gate.run(ScopeFlags.Scope.all(chosen), runFlags.baseline(chosen.config()));
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            boolean colour = Terminal.hasColour();
            if (last == null) {
                out.println(new TextReport(colour).write(run));
                out.printf("watching %,d files; Ctrl-C ends%n", files.files());
            } else {
                out.print(RunDifference.between(last, run, colour));
                out.println(effort(run, chosen.targets().size(), time));
            }
            last = run;
        } catch (ConfigException e) {
            out.println("auditflow: " + e.getMessage());
            out.println("watching on; Ctrl-C ends");
        }
        out.flush();
    }

    private static String effort(Run run, int targets, Duration time) {
        int known = run.account().lines().stream()
                .filter(line -> line.subject().equals(GateRun.FROM_CACHE))
                .mapToInt(Account.Line::found)
                .sum();
        return "%d of %d targets checked again in %.2f s".formatted(targets - known, targets, time.toMillis() / 1000.0);
    }

    private static String named(Set<Path> changed) {
        String names = changed.stream().limit(MAX_NAMED).map(Path::toString).collect(Collectors.joining(", "));
        return changed.size() > MAX_NAMED ? "%s and %d more".formatted(names, changed.size() - MAX_NAMED) : names;
    }
}
