package dev.auditflow.report;

import dev.auditflow.check.Account;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import java.util.List;

/** GitHub-flavoured Markdown: for pull request comments and {@code $GITHUB_STEP_SUMMARY}, which takes 1 MiB. */
public final class MarkdownReport implements Report {
    private static final int MAX_FINDINGS = 200;

    @Override
    public String write(Run run) {
        Summary summary = Summary.of(run);
        StringBuilder out = new StringBuilder();
        out.append("## ").append(mark(run.outcome())).append(" AuditFlow: ");
        out.append(escape(summary.verdictLine(run)))
                .append("\n\n| target | verdict | findings | waived |\n|---|---|---|---|\n");
        for (Verdict verdict : run.verdicts()) {
            out.append("| %s | %s %s | %d | %d |\n"
                    .formatted(
                            code(verdict.target()),
                            mark(verdict.outcome()),
                            verdict.outcome().word(),
                            verdict.findings().size(),
                            verdict.waived().size()));
        }
        List<MergedFinding> findings = MergedFinding.of(run);
        for (MergedFinding merged : findings.subList(0, Math.min(MAX_FINDINGS, findings.size()))) {
            finding(merged, out);
        }
        if (findings.size() > MAX_FINDINGS) {
            out.append("\n… and %d more findings; the other reports hold them.\n"
                    .formatted(findings.size() - MAX_FINDINGS));
        }
        account(summary.account(), out);
        return out.toString();
    }

    private static void finding(MergedFinding merged, StringBuilder out) {
        Finding finding = merged.finding();
        String subject = Words.subject(finding);
        out.append("\n### %s %s%s\n\n"
                .formatted(
                        finding.severity().word(),
                        escape(finding.rule()),
                        subject.isEmpty() ? "" : " " + code(subject)));
        List<String> lines = finding.message().lines().toList();
        out.append(lines.isEmpty() ? "" : escape(lines.getFirst())).append('\n');
        if (lines.size() > 1) {
            String fence = finding.message().contains("```") ? "~~~~~~" : "```";
            out.append("\n").append(fence).append("diff\n");
            out.append(String.join("\n", lines.subList(1, lines.size())))
                    .append('\n')
                    .append(fence)
                    .append('\n');
        }
        String cause = Words.cause(finding);
        String rendered = finding.location().rendered().toString();
        out.append(cause.isEmpty() ? "" : "\n- at " + code(cause));
        out.append(rendered.isEmpty() ? "" : "\n- rendered " + code(rendered));
        out.append(finding.remedy().isEmpty() ? "" : "\n- " + escape(finding.remedy()));
        out.append(merged.where().isEmpty() ? "\n" : "\n- " + escape(merged.where()) + "\n");
    }

    private static void account(List<Account.Line> lines, StringBuilder out) {
        out.append("\n<details><summary>Account: what was found, checked and skipped</summary>\n\n");
        out.append("| | found | checked | skipped |\n|---|---:|---:|---|\n");
        for (Account.Line line : lines) {
            StringBuilder skips = new StringBuilder();
            for (Account.Skip skip : line.skipped()) {
                skips.append(skips.isEmpty() ? "" : "; ")
                        .append(skip.count() == 0 ? "" : skip.count() + " × ")
                        .append(escape(skip.what() + ": " + skip.reason()));
            }
            out.append(
                    "| %s | %d | %d | %s |\n".formatted(escape(line.subject()), line.found(), line.checked(), skips));
        }
        out.append("\n</details>\n");
    }

    private static String mark(Outcome outcome) {
        return switch (outcome) {
            case PASS -> "✅";
            case FAIL -> "❌";
            case ERROR -> "💥";
        };
    }

    private static String code(String text) {
        String oneLine = text.replace('\n', ' ').replace('\r', ' ').replace("|", "\\|");
        String fence = oneLine.contains("`") ? "``" : "`";
        return fence.length() == 2 ? fence + " " + oneLine + " " + fence : fence + oneLine + fence;
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.replace('\n', ' ').replace('\r', ' ').toCharArray()) {
            if ("\\`*_{}[]<>#|!~@".indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }
}
