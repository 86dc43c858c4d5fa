package dev.auditflow.cli;

import dev.auditflow.check.Account;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import dev.auditflow.check.waiver.Baseline;
import dev.auditflow.check.waiver.Waivers;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.gate.Gate;
import dev.auditflow.gate.TargetGate;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.TextFiles;
import dev.auditflow.report.ReportSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code auditflow validate}: the gate. */
@Command(
        name = "validate",
        description = "Renders targets, checks them and gives one verdict.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Selection selection = new Selection();

    @Mixin
    private CheckFlags checkFlags = new CheckFlags();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT[=FILE]",
            description = "Report: text, json, sarif, junit, github, tap, markdown or html; repeatable.")
    private List<String> outputs = new ArrayList<>();

    @Option(names = "--fail-on", paramLabel = "deny|warn", description = "What fails the verdict (default: deny).")
    private String failOn = "";

    @Option(
            names = "--strict",
            description = "Warnings fail, and kinds without a schema fail even if the configuration lets them through.")
    private boolean strict;

    @Option(names = "--baseline", paramLabel = "FILE", description = "Findings that were there before do not count.")
    private Path baseline = Path.of("");

    @Option(names = "--write-baseline", paramLabel = "FILE", description = "Write today's findings as a baseline.")
    private Path writeBaseline = Path.of("");

    @Option(names = "--explain", paramLabel = "RULE", description = "Say what a rule means and what to do, and stop.")
    private String explain = "";

    @Option(names = "--jobs", paramLabel = "N", description = "Targets judged at once (default: one per core).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Override
    public Integer call() throws ConfigException {
        List<ReportSpec> reports = reports();
        if (!failOn.isEmpty() && !List.of("deny", "warn").contains(failOn)) {
            throw new ConfigException("--fail-on takes deny or warn, not \"" + failOn + "\"");
        }
        if (!explain.isEmpty()) {
            Selection.Chosen none = new Selection.Chosen(selection.settings(), List.of(), false);
            Wiring wiring = Wiring.of(none, checkFlags, strict);
            spec.commandLine().getOut().print(Explanation.of(explain, wiring.rules()));
            return ExitCode.PASS;
        }
        Selection.Chosen chosen = selection.choose();
        refusePartialBaseline(chosen);
        Wiring wiring = Wiring.of(chosen, checkFlags, strict);
        Run run = run(chosen, wiring, baseline(chosen));
        if (!writeBaseline.equals(Path.of(""))) {
            write(writeBaseline, Baseline.write(run.verdicts()));
            run = run(chosen, wiring, read(writeBaseline));
        }
        new Reports(spec.commandLine().getOut(), Reports.changedFiles()).write(run, reports);
        return ExitCode.of(run.outcome());
    }

    /** A baseline over some targets would lose what is known of the others. */
    private void refusePartialBaseline(Selection.Chosen chosen) throws ConfigException {
        boolean some = !chosen.whole()
                && chosen.targets().stream().anyMatch(chosen.config().targets()::contains);
        if (some && !writeBaseline.equals(Path.of(""))) {
            throw new ConfigException(
                    "--write-baseline holds all targets of the configuration; leave --env and the names of targets"
                            + " out");
        }
    }

    private Run run(Selection.Chosen chosen, Wiring wiring, Baseline known) {
        boolean failOnWarn = strict
                || failOn.equals("warn")
                || (failOn.isEmpty() && chosen.config().failOnWarn());
        Waivers waivers = new Waivers(
                chosen.config().waivers(), chosen.config().file().toString(), LocalDate.now(Clock.systemUTC()));
        TargetGate gate = new TargetGate(wiring.renderer(), wiring.checks(), waivers, known, failOnWarn);
        List<Target> targets = chosen.targets();
        Progress progress = new Progress(targets.size());
        List<Verdict> verdicts = new ArrayList<>(new Gate(Math.max(1, jobs)).judge(targets, gate::judge, progress));
        progress.close();
        List<Finding> rotten = new ArrayList<>();
        if (chosen.whole()) {
            rotten.addAll(waivers.rotten());
            rotten.addAll(wiring.checks().golden().strays(targets));
        }
        if (!rotten.isEmpty()) {
            verdicts.add(Gate.aboutConfiguration(chosen.config().file().toString(), rotten, failOnWarn));
        }
        List<Account.Line> lines = new ArrayList<>();
        lines.add(new Account.Line("targets", targets.size(), targets.size(), List.of()));
        if (chosen.whole()) {
            known.account().ifPresent(lines::add);
        }
        Account account = new Account(lines);
        return Gate.run(Version.text(), verdicts, wiring.rules(), account);
    }

    private Baseline baseline(Selection.Chosen chosen) throws ConfigException {
        if (!baseline.equals(Path.of(""))) {
            return read(baseline);
        }
        Path configured = chosen.config().baseline();
        return configured.equals(Path.of("")) ? Baseline.none() : read(configured);
    }

    /** Reads a baseline. @throws ConfigException if there is none */
    static Baseline read(Path file) throws ConfigException {
        try {
            return Baseline.parse(file.toString(), TextFiles.read(file));
        } catch (TextFiles.Unusable e) {
            throw new ConfigException("The baseline " + e.sentence());
        }
    }

    private static void write(Path file, String text) throws ConfigException {
        try {
            AtomicFiles.write(file, text);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be written: " + e.getMessage());
        }
    }

    private List<ReportSpec> reports() throws ConfigException {
        List<ReportSpec> specs = new ArrayList<>();
        for (String output : outputs.isEmpty() ? List.of("text") : outputs) {
            specs.add(ReportSpec.parse(output));
        }
        List<Path> files = specs.stream()
                .filter(spec -> !spec.isStandardOutput())
                .map(spec -> spec.file().toAbsolutePath().normalize())
                .toList();
        if (files.size() != files.stream().distinct().count()) {
            throw new ConfigException("Two reports go to the same file; give each a file of its own");
        }
        long onScreen = specs.stream().filter(ReportSpec::isStandardOutput).count();
        if (onScreen > 1) {
            throw new ConfigException(
                    "Only one report can go to standard output; give the others a file: -o json=FILE");
        }
        return specs;
    }
}
