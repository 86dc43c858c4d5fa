package dev.auditflow.cli;

import dev.auditflow.check.Subject;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.gate.GoldenFiles;
import dev.auditflow.gate.TargetGate;
import dev.auditflow.host.TextFiles;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Problem;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.Renderer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** The targets of commands about golden files. */
final class GoldenTargets {
    private GoldenTargets() {}

    /** Machines do not approve. @throws ConfigException where CI is set */
    static void refuseMachines(String command) throws ConfigException {
        String ci = System.getenv().getOrDefault("CI", "");
        if (!List.of("", "false", "0").contains(ci)) {
            throw new ConfigException(
                    "CI=%s: golden files are approved by people. Run 'auditflow %s' on your machine, look at the"
                                    .formatted(ci, command)
                            + " diff and commit it");
        }
    }

    /** What is done with one target. */
    interface Step {
        int take(GoldenFiles golden, Target target, Subject subject) throws IOException;
    }

    /** Renders each target that has golden files and does something with it; gives the gravest exit code. */
    static int each(CommandSpec spec, Selection selection, HelmEngines engines, Step step) throws ConfigException {
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
        PrintWriter err = spec.commandLine().getErr();
        Optional<Subject> subject = subject(target, renderer, sentence -> err.println("auditflow: " + sentence));
        if (subject.isEmpty()) {
            return ExitCode.NO_ANSWER;
        }
        try {
            return step.take(golden, target, subject.get());
        } catch (TextFiles.Unusable e) {
            err.println("auditflow: " + e.sentence());
            return ExitCode.FINDINGS;
        } catch (IOException e) {
            throw new ConfigException(golden.folder(target) + " cannot be written: " + e.getMessage());
        }
    }

    /** What a target renders; what is in the way is said. */
    static Optional<Subject> subject(Target target, Renderer renderer, Consumer<String> say) {
        return switch (renderer.render(target)) {
            case RenderResult.Failed failed -> {
                say.accept(Failures.sentence(failed));
                yield Optional.empty();
            }
            case RenderResult.Rendered rendered -> {
                ManifestReader.Manifest manifest = new ManifestReader().read(rendered.rendering());
                Optional<Problem> unread = manifest.problems().stream()
                        .filter(problem -> problem.kind() == Problem.Kind.UNREADABLE)
                        .findFirst();
                unread.ifPresent(problem -> say.accept(problem.location().rendered() + ": " + problem.message()));
                yield unread.isPresent() ? Optional.empty() : Optional.of(TargetGate.subject(target, manifest));
            }
        };
    }
}
