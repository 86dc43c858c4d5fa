package dev.auditflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.attest.Step;
import dev.auditflow.attest.Verification;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.report.JsonText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code auditflow verify}: whether what is rendered now is what was judged and signed. */
@Command(
        name = "verify",
        description = {
            "Renders and judges targets again, and runs the ten checks of their attestations.",
            "Exit code 0: all of them hold; 1: one was refused."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Selection selection = new Selection();

    @Mixin
    private CheckFlags checkFlags = new CheckFlags();

    @Mixin
    private RunFlags runFlags = new RunFlags();

    @Mixin
    private TrustFlags trustFlags = new TrustFlags();

    @Mixin
    private OutputFormat output = new OutputFormat();

    private record Verified(Target target, Path file, Verification verification) {
        boolean holds() {
            return verification.release().isPresent();
        }
    }

    @Override
    public Integer call() throws ConfigException {
        boolean json = output.isJson();
        runFlags.check();
        Selection.Chosen all = selection.choose();
        List<Target> targets = all.targets().stream()
                .filter(target -> target.scenario().isEmpty())
                .toList();
        for (Target target : targets) {
            if (!all.config().targets().contains(target)) {
                throw new ConfigException(
                        "Targets of auditflow.yaml have attestations, and %s is none".formatted(target.name()));
            }
        }
        Selection.Chosen chosen = new Selection.Chosen(all.config(), targets, false);
        Run run = new GateRun(checkFlags, runFlags, spec)
                .run(ScopeFlags.Scope.all(chosen), runFlags.baseline(chosen.config()));
        Verifications verifications = new Verifications(
                chosen.config().attestation(),
                trustFlags,
                Wiring.renderer(chosen.config(), checkFlags),
                run,
                Clock.systemUTC());
        List<Verified> verified = new ArrayList<>();
        for (Target target : targets) {
            verified.add(new Verified(target, verifications.file(target), verifications.verify(target)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(json(verified));
        } else {
            text(verified, out);
        }
        boolean unanswered = run.verdicts().stream().anyMatch(verdict -> verdict.outcome() == Outcome.ERROR);
        boolean holds = verified.stream().allMatch(Verified::holds) && !verified.isEmpty();
        return holds ? ExitCode.PASS : unanswered ? ExitCode.NO_ANSWER : ExitCode.FINDINGS;
    }

    private static void text(List<Verified> verified, PrintWriter out) {
        for (Verified one : verified) {
            out.printf(
                    "%-8s %s  %s%n",
                    one.holds() ? "VERIFIED" : "REFUSED", one.target().name(), one.file());
            one.verification()
                    .steps()
                    .forEach(step -> out.printf("  %-8s %-10s  %s%n", word(step), step.name(), step.explanation()));
            out.println();
        }
        long holds = verified.stream().filter(Verified::holds).count();
        out.printf(
                "%s  %d of %d attestations hold%n", holds == verified.size() ? "PASS" : "FAIL", holds, verified.size());
    }

    private static String word(Step step) {
        return switch (step.state()) {
            case PASSED -> "ok";
            case REFUSED -> "refused";
            case UNSEEN -> "-";
        };
    }

    private static String json(List<Verified> verified) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("schemaVersion", 1);
        ArrayNode list = root.putArray("attestations");
        for (Verified one : verified) {
            ObjectNode node = list.addObject()
                    .put("target", one.target().name())
                    .put("file", one.file().toString())
                    .put("attestation", one.verification().attestation())
                    .put("holds", one.holds());
            ArrayNode steps = node.putArray("checks");
            one.verification()
                    .steps()
                    .forEach(step -> steps.addObject()
                            .put("check", step.name())
                            .put("state", step.state().name().toLowerCase(Locale.ROOT))
                            .put("explanation", step.explanation()));
        }
        return JsonText.of(root);
    }
}
