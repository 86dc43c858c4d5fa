package dev.auditflow.cli;

import dev.auditflow.admission.AdmissionPolicies;
import dev.auditflow.admission.Answers;
import dev.auditflow.admission.Decision;
import dev.auditflow.admission.Judge;
import dev.auditflow.admission.NoAnswer;
import dev.auditflow.admission.review.AdmissionAnswer;
import dev.auditflow.admission.review.AdmissionRequest;
import dev.auditflow.admission.review.AnswerWriter;
import dev.auditflow.admission.review.MalformedReview;
import dev.auditflow.admission.review.Requests;
import dev.auditflow.config.ConfigException;
import dev.auditflow.host.TextFiles;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auditflow admit}: what the webhook would answer. */
@Command(
        name = "admit",
        description = {
            "What the admission webhook answers, without a cluster: for each object, as if it were created,",
            "or for recorded admission reviews. Exit code 1 if one is denied."
        },
        mixinStandardHelpOptions = true)
final class AdmitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Manifests or AdmissionReviews, YAML or JSON; - for standard input.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Namespace of objects that name none (default: default).")
    private String namespace = "default";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "json: the reviews that go back, one on each line (default: text).")
    private String output = "text";

    @Mixin
    private AdmissionFlags policies = new AdmissionFlags();

    @Override
    public Integer call() throws ConfigException {
        if (!List.of("text", "json").contains(output)) {
            throw new ConfigException("-o takes text or json, not \"" + output + "\"");
        }
        try (AdmissionFlags _ = policies) {
            return admit(policies.load());
        }
    }

    private int admit(AdmissionPolicies decides) throws ConfigException {
        Judge judge = new Judge(Clock.systemUTC());
        PrintWriter out = spec.commandLine().getOut();
        int denied = 0;
        int unanswered = 0;
        int skipped = 0;
        List<AdmissionRequest> requests = requests();
        for (AdmissionRequest request : requests) {
            try {
                Decision decision = judge.decide(request, decides);
                denied += decision.allowed() ? 0 : 1;
                skipped += decision.skipped().isEmpty() ? 0 : 1;
                print(out, decision);
            } catch (NoAnswer e) {
                unanswered++;
                out.printf("ERROR  %s: %s%n", request.subject(), e.getMessage());
            }
        }
        if (output.equals("text")) {
            out.printf(
                    "%n%d allowed, %d denied, %d without an answer; %d of them not looked at%npolicies %s%n",
                    requests.size() - denied - unanswered, denied, unanswered, skipped, decides.digest());
        }
        if (unanswered > 0 || requests.isEmpty()) {
            return ExitCode.NO_ANSWER;
        }
        return denied > 0 ? ExitCode.FINDINGS : ExitCode.PASS;
    }

    private void print(PrintWriter out, Decision decision) {
        AdmissionAnswer answer = Answers.of(decision, "offline");
        if (output.equals("json")) {
            byte[] review = AnswerWriter.bytes(decision.request().reviewVersion(), answer);
            out.println(new String(review, StandardCharsets.UTF_8));
            return;
        }
        String word = decision.allowed() ? (decision.skipped().isEmpty() ? "ALLOW" : "SKIP ") : "DENY ";
        String why = decision.skipped().isEmpty() ? "" : ": " + decision.skipped();
        out.println(word + "  " + (decision.allowed() ? decision.request().subject() + why : answer.message()));
        answer.warnings().forEach(warning -> out.println("  warning " + warning));
    }

    private List<AdmissionRequest> requests() throws ConfigException {
        List<AdmissionRequest> requests = new ArrayList<>();
        for (String input : inputs) {
            try {
                String text = input.equals("-")
                        ? TextFiles.read("standard input", System.in)
                        : TextFiles.read(Path.of(input));
                requests.addAll(Requests.of(text, namespace));
            } catch (TextFiles.Unusable e) {
                throw new ConfigException(e.sentence());
            } catch (MalformedReview e) {
                throw new ConfigException(input + ": " + e.getMessage());
            }
        }
        return requests;
    }
}
