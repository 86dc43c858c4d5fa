package dev.auditflow.cli;

import dev.auditflow.check.Run;
import dev.auditflow.check.waiver.Baseline;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.TextFiles;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.SealedValues;
import dev.auditflow.report.Excerpts;
import dev.auditflow.report.ReportSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            description = "Report: text, json, sarif, junit, github, tap, markdown, html or lcov; repeatable.")
    private List<String> outputs = new ArrayList<>();

    @Mixin
    private ScopeFlags scopeFlags = new ScopeFlags();

    @Mixin
    private RunFlags runFlags = new RunFlags();

    @Mixin
    private SopsFlags sopsFlags = new SopsFlags();

    @Option(names = "--write-baseline", paramLabel = "FILE", description = "Write today's findings as a baseline.")
    private Path writeBaseline = Path.of("");

    @Mixin
    private AttestFlags attestFlags = new AttestFlags();

    @Option(names = "--explain", paramLabel = "RULE", description = "Say what a rule means and what to do, and stop.")
    private String explain = "";

    @Override
    public Integer call() throws ConfigException {
        List<ReportSpec> reports = reports(outputs);
        runFlags.check();
        runFlags.imply(reports);
        if (!explain.isEmpty()) {
            Selection.Chosen none = new Selection.Chosen(selection.settings(), List.of(), false);
            Wiring wiring = Wiring.of(none, checkFlags, runFlags.strict());
            spec.commandLine().getOut().print(Explanation.of(explain, wiring.rules()));
            return ExitCode.PASS;
        }
        GateRun gate = new GateRun(checkFlags, runFlags, spec);
        Selection.Chosen chosen = selection.choose();
        CommittedSecrets.refusePlain(chosen.config());
        Optional<Attestations> attestations = attestFlags.of(chosen);
        if (attestations.isPresent()
                && checkFlags.schemaEngine(chosen.config().schemaEngine()).isNone()) {
            throw new ConfigException("--attest signs that schemas were checked; leave --schema-engine none out");
        }
        Path baseline = runFlags.baseline(chosen.config());
        ScopeFlags.Scope scope = scopeFlags.apply(chosen, checkFlags, baseline);
        refusePartialBaseline(scope.chosen());
        Map<Target, SealedValues> opened = sopsFlags.opened(scope.chosen().targets());
        Run run = gate.run(scope, baseline, opened);
        if (!writeBaseline.equals(Path.of(""))) {
            write(writeBaseline, Baseline.write(run.verdicts()));
            run = gate.run(scope, writeBaseline, opened);
        }
        Excerpts excerpts =
                reports.stream().anyMatch(ReportSpec::hasExcerpts) ? gate.excerpts(scope, run) : Excerpts.none();
        new Reports(spec.commandLine().getOut(), Reports.changedFiles()).write(run, excerpts, reports);
        if (attestations.isPresent()) {
            Renderer renderer = Wiring.renderer(scope.chosen().config(), checkFlags);
            attestations
                    .get()
                    .write(
                            scope.chosen().targets(),
                            run,
                            renderer,
                            spec.commandLine().getErr());
        }
        return ExitCode.of(run.outcome());
    }

    /** A baseline over some targets would lose what is known of the others. */
    private void refusePartialBaseline(Selection.Chosen chosen) throws ConfigException {
        if (writeBaseline.equals(Path.of("")) || chosen.whole()) {
            return;
        }
        if (chosen.targets().stream().anyMatch(chosen.config().targets()::contains)) {
            throw new ConfigException(
                    "--write-baseline holds all targets of the configuration; leave --env, --shard, --changed-since and the"
                            + " names of targets out");
        }
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

    /** The reports that were asked for; text if none was. @throws ConfigException for a format that there is not */
    static List<ReportSpec> reports(List<String> outputs) throws ConfigException {
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
