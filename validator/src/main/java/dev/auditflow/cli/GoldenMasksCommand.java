package dev.auditflow.cli;

import dev.auditflow.check.Subject;
import dev.auditflow.check.golden.GoldenFile;
import dev.auditflow.check.golden.MaskProposal;
import dev.auditflow.config.Config;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.render.HelmEngine;
import dev.auditflow.render.Renderer;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code auditflow golden masks}: proposes masks for what a chart does not render the same twice. */
@Command(
        name = "masks",
        description = {
            "Renders each target twice, with other random values and at another time, and prints the fields that differ",
            "as masks for auditflow.yaml. Writes nothing. Exit code 1 if a mask is missing."
        },
        mixinStandardHelpOptions = true)
final class GoldenMasksCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Selection selection = new Selection();

    @Mixin
    private HelmEngines engines = new HelmEngines();

    private final TreeSet<String> masks = new TreeSet<>();
    private final TreeSet<String> renamed = new TreeSet<>();
    private int code = ExitCode.PASS;

    @Override
    public Integer call() throws ConfigException {
        Selection.Chosen chosen = selection.choose();
        HelmEngine helm = engines.of(chosen.config());
        Renderer once = new Renderer(helm, System.in);
        Renderer again = new Renderer(helm.redrawn(), System.in);
        for (Target target : chosen.targets()) {
            compare(target, once, again, chosen.config());
        }
        PrintWriter out = spec.commandLine().getOut();
        print(out);
        out.flush();
        return code;
    }

    private void compare(Target target, Renderer once, Renderer again, Config config) {
        Optional<Subject> first = GoldenTargets.subject(target, once, this::say);
        Optional<Subject> second = first.isEmpty() ? first : GoldenTargets.subject(target, again, this::say);
        if (first.isPresent() && second.isPresent()) {
            MaskProposal proposal = MaskProposal.of(
                    new GoldenFile(config.goldenMasks()),
                    first.get().resources(),
                    second.get().resources(),
                    target.options().namespace());
            masks.addAll(proposal.masks());
            renamed.addAll(proposal.renamed());
        }
    }

    /** The masks are YAML to copy; what else there is to say goes beside them. */
    private void print(PrintWriter out) {
        PrintWriter err = spec.commandLine().getErr();
        for (String object : renamed) {
            err.println("auditflow: %s has another name each time, which no mask hides; give it a fixed one"
                    .formatted(object));
        }
        if (masks.isEmpty() && renamed.isEmpty() && code == ExitCode.PASS) {
            out.println("no mask is missing");
        }
        if (!masks.isEmpty()) {
            out.println("golden:");
            out.println("  masks:");
            masks.forEach(mask -> out.println("    - " + quoted(mask)));
        }
        if (!masks.isEmpty() || !renamed.isEmpty()) {
            code = Math.max(code, ExitCode.FINDINGS);
        }
    }

    /** A mask as a YAML scalar: most are plain ones. */
    private static String quoted(String mask) {
        return mask.contains(": ") || mask.contains(" #") ? "'" + mask.replace("'", "''") + "'" : mask;
    }

    private void say(String sentence) {
        spec.commandLine().getErr().println("auditflow: " + sentence);
        code = ExitCode.NO_ANSWER;
    }
}
