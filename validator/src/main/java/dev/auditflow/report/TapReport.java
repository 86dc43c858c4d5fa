package dev.auditflow.report;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import java.util.ArrayList;
import java.util.List;

/** TAP version 13: one line for each finding, and one for each target's verdict. */
public final class TapReport implements Report {
    @Override
    public String write(Run run) {
        List<String> lines = new ArrayList<>();
        for (Verdict verdict : run.verdicts()) {
            for (Finding finding : verdict.findings()) {
                String word = finding.severity() == Severity.DENY ? "not ok" : "ok";
                String mark = finding.severity() == Severity.DENY
                        ? ""
                        : " # " + finding.severity().word();
                String subject = Words.subject(finding);
                lines.add("%s %d - %s %s%s: %s%s"
                        .formatted(
                                word,
                                lines.size() + 1,
                                escape(verdict.target()),
                                finding.rule(),
                                subject.isEmpty() ? "" : " " + escape(subject),
                                escape(finding.message().lines().findFirst().orElse("")),
                                mark));
            }
            lines.add("%s %d - %s %s"
                    .formatted(
                            verdict.outcome() == Outcome.PASS ? "ok" : "not ok",
                            lines.size() + 1,
                            escape(verdict.target()),
                            verdict.outcome().word()));
        }
        return "TAP version 13\n1..%d\n%s\n".formatted(lines.size(), String.join("\n", lines));
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("#", "\\#").replace('\r', ' ').replace('\n', ' ');
    }
}
