package dev.auditflow.report;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.auditflow.check.Account;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * TAP version 13: a point for each finding with its details as a YAML block, one for each target's verdict, one for the
 * run. Only a denied finding or a verdict that is no pass is {@code not ok}; a run without targets is never a plan of
 * nothing.
 */
public final class TapReport implements Report {
    @Override
    public String write(Run run) {
        List<String> points = new ArrayList<>();
        for (Verdict verdict : run.verdicts()) {
            String target = verdict.target();
            for (Finding finding : verdict.findings()) {
                points.add(point(points, finding.severity() != Severity.DENY, description(target, finding))
                        + details(finding));
            }
            points.add(point(
                            points,
                            verdict.outcome() == Outcome.PASS,
                            target + ": " + verdict.outcome().word())
                    + account(verdict.account()));
        }
        points.add(point(
                        points,
                        run.outcome() == Outcome.PASS,
                        "run: " + run.outcome().word())
                + account(run.account()));
        return Printable.withoutCommands("TAP version 13\n1..%d\n%s".formatted(points.size(), String.join("", points)));
    }

    private static String point(List<String> before, boolean ok, String description) {
        return "%s %d - %s\n".formatted(ok ? "ok" : "not ok", before.size() + 1, escape(description));
    }

    private static String description(String target, Finding finding) {
        String subject = Words.subject(finding);
        return "%s: %s %s%s: %s"
                .formatted(
                        target,
                        finding.severity().word(),
                        finding.rule(),
                        subject.isEmpty() ? "" : " " + subject,
                        Printable.firstLine(finding.message()));
    }

    private static String details(Finding finding) {
        StringBuilder block = new StringBuilder("  ---\n");
        entry("message", finding.message(), block);
        entry("severity", finding.severity().word(), block);
        entry("at", Words.cause(finding.location()), block);
        entry("rendered", finding.location().rendered().toString(), block);
        entry("fix", finding.remedy(), block);
        return block.append("  ...\n").toString();
    }

    private static void entry(String key, String value, StringBuilder block) {
        if (!value.isEmpty()) {
            // A JSON string is a YAML one.
            char[] quoted = JsonStringEncoder.getInstance().quoteAsString(Printable.text(value));
            block.append("  ").append(key).append(": \"").append(quoted).append("\"\n");
        }
    }

    private static String account(Account account) {
        StringBuilder comments = new StringBuilder();
        for (Account.Line line : account.lines()) {
            comments.append("# %s: %d found, %d checked\n"
                    .formatted(Printable.line(line.subject()), line.found(), line.checked()));
            line.skipped()
                    .forEach(skip -> comments.append("#   skipped ")
                            .append(Printable.line(Words.skip(skip)))
                            .append('\n'));
        }
        return comments.toString();
    }

    private static String escape(String text) {
        return Printable.line(text).replace("\\", "\\\\").replace("#", "\\#");
    }
}
