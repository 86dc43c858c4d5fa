package dev.auditflow.cli;

import dev.auditflow.check.Subject;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.gate.GoldenFiles;
import dev.auditflow.gate.TargetGate;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Place;
import dev.auditflow.manifest.Problem;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.Renderer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code auditflow golden}: shows and approves what targets render. */
@Command(
        name = "golden",
        description = "Compares or updates golden files.",
        mixinStandardHelpOptions = true,
        subcommands = {GoldenCommand.Diff.class, GoldenCommand.Update.class})
final class GoldenCommand {
    /** {@code auditflow golden diff}. */
    @Command(
            name = "diff",
            description = "Shows how renderings differ from their golden files. Exit code 1 if they do.",
            mixinStandardHelpOptions = true)
    static final class Diff implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private Selection selection = new Selection();

        @Mixin
        private HelmEngines engines = new HelmEngines();

        @Override
        public Integer call() throws ConfigException {
            PrintWriter out = spec.commandLine().getOut();
            return eachTarget(spec, selection, engines, (golden, target, subject) -> {
                var findings = golden.check(target, subject).findings();
                findings.stream().sorted().forEach(finding -> out.println(finding.message()));
                return findings.isEmpty() ? ExitCode.PASS : ExitCode.FINDINGS;
            });
        }
    }

    /** {@code auditflow golden update}. */
    @Command(
            name = "update",
            description = "Writes golden files from today's renderings. Refused when CI=true.",
            mixinStandardHelpOptions = true)
    static final class Update implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private Selection selection = new Selection();

        @Mixin
        private HelmEngines engines = new HelmEngines();

        @Override
        public Integer call() throws ConfigException {
            String ci = System.getenv().getOrDefault("CI", "");
            if (!List.of("", "false", "0").contains(ci)) {
                throw new ConfigException(
                        "CI=" + ci + ": golden files are approved by people. Run 'auditflow golden update'"
                                + " on your machine, look at the diff and commit it");
            }
            PrintWriter out = spec.commandLine().getOut();
            return eachTarget(spec, selection, engines, (golden, target, subject) -> {
                GoldenFiles.Update update = golden.update(target, subject);
                update.written().forEach(file -> out.println("wrote " + file));
                update.removed().forEach(file -> out.println("removed " + file));
                return ExitCode.PASS;
            });
        }
    }

    private interface Step {
        int take(GoldenFiles golden, Target target, Subject subject) throws IOException;
    }

    private static int eachTarget(CommandSpec spec, Selection selection, HelmEngines engines, Step step)
            throws ConfigException {
        Selection.Chosen chosen = selection.choose();
        if (chosen.config().golden().equals(Path.of(""))) {
            throw new ConfigException("Golden files belong to targets of auditflow.yaml, and there is none here");
        }
        GoldenFiles golden =
                GoldenFiles.in(chosen.config().golden(), chosen.config().goldenMasks());
        Renderer renderer = new Renderer(engines.of(chosen.config()), System.in);
        int code = ExitCode.PASS;
        List<Target> targets = chosen.targets().stream().filter(Target::golden).toList();
        if (targets.isEmpty()) {
            throw new ConfigException("None of these targets has golden files: they belong to targets of "
                    + chosen.config().file() + " in their first Kubernetes version");
        }
        for (Target target : targets) {
            code = Math.max(code, one(spec, golden, renderer, target, step));
        }
        spec.commandLine().getOut().flush();
        return code;
    }

    private static int one(CommandSpec spec, GoldenFiles golden, Renderer renderer, Target target, Step step)
            throws ConfigException {
        return switch (renderer.render(target)) {
            case RenderResult.Failed failed -> {
                spec.commandLine().getErr().println("auditflow: " + Failures.sentence(failed));
                yield ExitCode.NO_ANSWER;
            }
            case RenderResult.Rendered rendered -> {
                ManifestReader.Manifest manifest = new ManifestReader().read(rendered.rendering());
                Optional<Problem> unread = manifest.problems().stream()
                        .filter(problem -> problem.kind() == Problem.Kind.UNREADABLE)
                        .findFirst();
                if (unread.isPresent()) {
                    Place place = unread.get().location().rendered();
                    spec.commandLine()
                            .getErr()
                            .println("auditflow: " + place + ": " + unread.get().message());
                    yield ExitCode.NO_ANSWER;
                }
                try {
                    yield step.take(golden, target, TargetGate.subject(target, manifest));
                } catch (IOException e) {
                    throw new ConfigException(golden.folder(target) + " cannot be written: " + e.getMessage());
                }
            }
        };
    }
}
