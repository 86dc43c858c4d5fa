package dev.auditflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.gate.opa.Opa;
import dev.auditflow.gate.opa.PolicyData;
import dev.auditflow.gate.opa.RegoSources;
import dev.auditflow.gate.opa.RegoTests;
import dev.auditflow.gate.rules.Examples;
import dev.auditflow.gate.rules.Trial;
import dev.auditflow.report.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow policy test}. */
@Command(
        name = "test",
        description = {
            "Runs the test_ rules of your Rego, in opa and in the engine of the gate, and tries rules on their examples:",
            "fail*.yaml beside a rule must be found, pass*.yaml must not. Suites of Gatekeeper run as with gator. The",
            "built-in packs are tried too."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all pass", "1:a test failed", "2:usage, or a policy that does not compile", "3:no test found"
        })
final class PolicyTestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "Folders and files of Rego or of Gatekeeper, beside those of --policy and auditflow.yaml.")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    private PolicySelection selection = new PolicySelection();

    @Mixin
    private OutputFormat output = new OutputFormat();

    @Override
    public Integer call() throws ConfigException {
        boolean json = output.isJson();
        PolicySettings settings = selection.settings(paths);
        OwnPolicyFiles files = OwnPolicyFiles.read(settings);
        Policies policies = selection.load(files);
        List<Trial> trials = new ArrayList<>();
        RegoTests unitTests = files.regoPaths().isEmpty() ? RegoTests.none() : unitTests(files);
        trials.addAll(unitTests.trials());
        trials.addAll(examples(policies));
        trials.addAll(files.suites());
        boolean untested = trials.isEmpty() && !settings.paths().isEmpty();
        if (settings.builtin()) {
            trials.addAll(Examples.ofBuiltin(policies.builtin()));
        }
        String nothing = untested || trials.isEmpty() ? nothing(settings) : "";
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(json(trials, unitTests, nothing));
        } else {
            text(out, trials, unitTests);
            out.printf("%n%s%n", headline(trials, nothing));
        }
        if (trials.stream().anyMatch(trial -> trial.state() == Trial.State.FAILED)) {
            return ExitCode.FINDINGS;
        }
        return nothing.isEmpty() ? ExitCode.PASS : ExitCode.NO_ANSWER;
    }

    private static String nothing(PolicySettings settings) {
        return settings.paths().isEmpty()
                ? "nothing was tested: no policy is named, and the built-in packs are left out"
                : "there is no test_ rule, no example and no suite in "
                        + String.join(
                                ", ",
                                settings.paths().stream().map(Path::toString).toList());
    }

    private static String headline(List<Trial> trials, String nothing) {
        long failed = count(trials, Trial.State.FAILED);
        if (failed > 0) {
            return "FAIL  %d of %d tests failed".formatted(failed, trials.size());
        }
        return nothing.isEmpty()
                ? "PASS  %d tests passed".formatted(count(trials, Trial.State.PASSED))
                : "ERROR  " + nothing;
    }

    private static RegoTests unitTests(OwnPolicyFiles files) throws ConfigException {
        PolicySettings settings = files.settings();
        try {
            return RegoTests.run(
                    Opa.find(settings.opaImage()),
                    RegoSources.withTests(files.regoPaths()),
                    PolicyData.read(settings.data()),
                    settings.regoVersion().equals("v0"));
        } catch (PolicyLoadException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private static List<Trial> examples(Policies policies) throws ConfigException {
        if (policies.own().isEmpty()) {
            return List.of();
        }
        try {
            return Examples.of(policies.own().get());
        } catch (IOException e) {
            throw new ConfigException("An example cannot be read: " + e.getMessage());
        }
    }

    private static void text(PrintWriter out, List<Trial> trials, RegoTests unitTests) {
        for (Trial trial : trials) {
            if (trial.state() == Trial.State.FAILED) {
                out.printf("FAIL  %s  %s%n", trial.place(), trial.name());
                trial.details().forEach(line -> out.println("      " + line));
            }
        }
        out.printf("%-17s  %6s  %6s  %6s  %7s%n", "", "found", "passed", "failed", "skipped");
        for (Trial.Kind kind : Trial.Kind.values()) {
            List<Trial> some =
                    trials.stream().filter(trial -> trial.kind() == kind).toList();
            if (kind == Trial.Kind.GATEKEEPER_CASE && some.isEmpty()) {
                continue;
            }
            out.printf(
                    "%-17s  %6d  %6d  %6d  %7d%n",
                    kind.words(),
                    some.size(),
                    count(some, Trial.State.PASSED),
                    count(some, Trial.State.FAILED),
                    count(some, Trial.State.SKIPPED));
        }
        if (unitTests.inEngine() > 0) {
            out.printf("  %d unit tests ran in opa and in the engine of the gate%n", unitTests.inEngine());
        }
        unitTests.notes().forEach(note -> out.println("  " + note));
    }

    private static String json(List<Trial> trials, RegoTests unitTests, String nothing) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        String end = nothing.isEmpty() ? "pass" : "error";
        root.put("outcome", count(trials, Trial.State.FAILED) > 0 ? "fail" : end)
                .put("reason", nothing)
                .put("passed", count(trials, Trial.State.PASSED))
                .put("failed", count(trials, Trial.State.FAILED))
                .put("skipped", count(trials, Trial.State.SKIPPED))
                .put("inEngine", unitTests.inEngine());
        ArrayNode notes = root.putArray("notes");
        unitTests.notes().forEach(notes::add);
        ArrayNode tests = root.putArray("tests");
        for (Trial trial : trials) {
            ArrayNode details = tests.addObject()
                    .put("kind", trial.kind().name().toLowerCase(Locale.ROOT))
                    .put("name", trial.name())
                    .put("place", trial.place())
                    .put("state", trial.state().name().toLowerCase(Locale.ROOT))
                    .putArray("details");
            trial.details().forEach(details::add);
        }
        return JsonText.of(root);
    }

    private static long count(List<Trial> trials, Trial.State state) {
        return trials.stream().filter(trial -> trial.state() == state).count();
    }
}
