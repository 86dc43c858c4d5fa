package dev.auditflow.admission;

import dev.auditflow.admission.review.AdmissionAnswer;
import dev.auditflow.admission.review.AdmissionAnswer.Cause;
import dev.auditflow.admission.review.AdmissionRequest;
import dev.auditflow.admission.review.Warnings;
import dev.auditflow.check.Finding;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts a decision into words. */
public final class Answers {
    /** A message that nobody reads to its end helps nobody; the offline command shows all. */
    private static final int MOST_SHOWN = 20;

    private static final int MOST_RULES = 40;

    private Answers() {}

    /**
     * The answer.
     *
     * @param id names the decision in the log and in the audit annotation
     */
    public static AdmissionAnswer of(Decision decision, String id) {
        return new AdmissionAnswer(
                decision.request().uid(),
                decision.allowed(),
                decision.allowed() ? "" : message(decision),
                decision.denials().stream()
                        .limit(MOST_SHOWN)
                        .map(finding -> new Cause(
                                finding.rule(),
                                finding.message(),
                                finding.path().toString()))
                        .toList(),
                warnings(decision),
                annotations(decision, id));
    }

    private static String message(Decision decision) {
        AdmissionRequest request = decision.request();
        List<Finding> denials = decision.denials();
        StringBuilder text = new StringBuilder("%s has %d %s:"
                .formatted(request.subject(), denials.size(), denials.size() == 1 ? "finding" : "findings"));
        denials.stream()
                .limit(MOST_SHOWN)
                .forEach(finding -> text.append("\n  ").append(line(finding)));
        if (denials.size() > MOST_SHOWN) {
            text.append("\n  and %d more".formatted(denials.size() - MOST_SHOWN));
        }
        return text.append("\nThe same answer offline: auditflow admit %sFILE".formatted(flags(decision)))
                .toString();
    }

    /** Rule, field, what is wrong, and what is wanted. */
    private static String line(Finding finding) {
        String path = finding.path().isRoot() ? "" : " " + finding.path();
        // Most messages end with what to do, behind a semicolon.
        boolean says = finding.remedy().isEmpty() || finding.message().contains("; ");
        return finding.rule() + path + ": " + finding.message() + (says ? "" : "; " + finding.remedy());
    }

    private static String flags(Decision decision) {
        String environment = decision.policies().environment();
        String namespace = decision.request().namespace();
        return (environment.isEmpty() ? "" : "--env " + environment + " ")
                + (namespace.isEmpty() ? "" : "-n " + namespace + " ");
    }

    private static List<String> warnings(Decision decision) {
        return Warnings.of(decision.warnings().stream()
                .map(finding -> finding.rule() + (finding.path().isRoot() ? "" : " " + finding.path()) + ": "
                        + finding.message())
                .toList());
    }

    /** Keys without a slash: the API server puts the webhook's name before them. */
    private static SortedMap<String, String> annotations(Decision decision, String id) {
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put("bundle", decision.policies().digest());
        annotations.put("decision", id);
        annotations.put("verdict", decision.verdict());
        annotations.put("checked", decision.checked() + " rules");
        if (!decision.skipped().isEmpty()) {
            annotations.put("skipped", decision.skipped());
        }
        if (!decision.denials().isEmpty()) {
            annotations.put("denied", rules(decision.denials()));
        }
        if (!decision.recorded().isEmpty()) {
            annotations.put("dryrun", rules(decision.recorded()));
        }
        return annotations;
    }

    private static String rules(List<Finding> findings) {
        return findings.stream().map(Finding::rule).distinct().limit(MOST_RULES).collect(Collectors.joining(","));
    }
}
