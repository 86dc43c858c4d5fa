package dev.auditflow.report;

import dev.auditflow.check.Account;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * GitHub-flavoured Markdown: for {@code $GITHUB_STEP_SUMMARY}, which takes 1 MiB, and pull request comments. Findings
 * beyond that size are counted, never dropped silently.
 */
public final class MarkdownReport implements Report {
    private static final int MAX_BYTES = 900_000;

    /** A diff of more lines is cut; the text report has all of it. */
    private static final int MAX_DETAILS = 200;

    @Override
    public String write(Run run) {
        Summary summary = Summary.of(run);
        StringBuilder out = new StringBuilder();
        out.append("## ").append(mark(run.outcome())).append(" AuditFlow: ");
        out.append(escape(summary.verdictLine()))
                .append("\n\n| target | verdict | findings | waived |\n|---|---|---:|---:|\n");
        for (Verdict verdict : run.verdicts()) {
            out.append("| %s | %s %s | %d | %d |\n"
                    .formatted(
                            code(verdict.target()).replace("|", "\\|"),
                            mark(verdict.outcome()),
                            verdict.outcome().word(),
                            verdict.findings().size(),
                            verdict.waived().size()));
        }
        findings(summary, out);
        waived(run, out);
        account(summary.account(), out);
        return Printable.withoutCommands(out.toString());
    }

    private static void findings(Summary summary, StringBuilder out) {
        int verdict = -1;
        int written = 0;
        long bytes = out.length();
        for (MergedFinding merged : summary.findings()) {
            StringBuilder one = new StringBuilder();
            if (merged.firstVerdict() != verdict && summary.targets() > 1) {
                verdict = merged.firstVerdict();
                one.append("\n### ")
                        .append(code(summary.run().verdicts().get(verdict).target()))
                        .append('\n');
            }
            finding(merged, summary.run(), one);
            bytes += one.toString().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                out.append("\n… and %d more findings; the other reports hold them.\n"
                        .formatted(summary.findings().size() - written));
                return;
            }
            out.append(one);
            written++;
        }
    }

    private static void finding(MergedFinding merged, Run run, StringBuilder out) {
        Finding finding = merged.finding();
        String subject = Words.subject(finding);
        String heading = subject.isEmpty() ? escape(Words.heading(finding, run)) : code(subject);
        out.append("\n#### %s %s%s\n\n"
                .formatted(finding.severity().word(), escape(finding.rule()), heading.isEmpty() ? "" : " " + heading));
        out.append(escape(Printable.firstLine(finding.message()))).append('\n');
        details(Printable.details(finding.message()), out);
        merged.spots().forEach(spot -> place(spot, merged.spots().size() > 1, out));
        out.append(finding.remedy().isEmpty() ? "" : "\n- **fix** " + escape(finding.remedy()));
        out.append(merged.where().isEmpty() ? "" : "\n- " + escape(merged.where()));
        out.append('\n');
    }

    private static void place(MergedFinding.Spot spot, boolean named, StringBuilder out) {
        String in = named ? " in " + escape(MergedFinding.named(spot.targets())) : "";
        boolean alone = spot.causes().size() == 1;
        String template = alone
                ? Words.cause(spot.location())
                : Words.template(spot.location().origin());
        String rendered = Words.rendered(spot.location());
        out.append(template.isEmpty() ? "" : "\n- at " + code(template) + in);
        if (!alone) {
            for (MergedFinding.Cause cause : spot.causes()) {
                String values = Words.values(cause.location().origin());
                out.append("\n  - ← ").append(values.isEmpty() ? "no value" : code(values));
                out.append(" in ").append(escape(MergedFinding.named(cause.targets())));
            }
        }
        out.append(rendered.isEmpty() ? "" : "\n- rendered as " + code(rendered) + (template.isEmpty() ? in : ""));
    }

    private static void details(List<String> lines, StringBuilder out) {
        if (lines.isEmpty()) {
            return;
        }
        List<String> shown = lines.subList(0, Math.min(MAX_DETAILS, lines.size()));
        String fence = "`".repeat(Math.max(3, 1 + longestRun(String.join("\n", shown))));
        out.append('\n')
                .append(fence)
                .append(Printable.isDiff(lines) ? "diff\n" : "\n")
                .append(String.join("\n", shown));
        out.append(lines.size() > shown.size() ? "\n… %d more lines".formatted(lines.size() - shown.size()) : "");
        out.append('\n').append(fence).append('\n');
    }

    private static void waived(Run run, StringBuilder out) {
        int count = Summary.of(run).waived();
        if (count == 0) {
            return;
        }
        out.append("\n<details><summary>Waived: %d</summary>\n\n".formatted(count));
        out.append("| target | rule | object | by | reason |\n|---|---|---|---|---|\n");
        int left = MAX_DETAILS;
        for (Verdict verdict : run.verdicts()) {
            for (Verdict.Waived one : verdict.waived()) {
                if (left-- > 0) {
                    out.append("| %s | %s | %s | %s | %s |\n"
                            .formatted(
                                    escape(verdict.target()),
                                    escape(one.finding().rule()),
                                    escape(Words.subject(one.finding())),
                                    escape(one.by()),
                                    escape(one.reason())));
                }
            }
        }
        out.append(left < 0 ? "\n… and %d more.\n".formatted(-left) : "").append("\n</details>\n");
    }

    private static void account(List<Account.Line> lines, StringBuilder out) {
        out.append("\n<details><summary>Account: what was found, checked and skipped</summary>\n\n");
        out.append("| | found | checked | skipped |\n|---|---:|---:|---|\n");
        for (Account.Line line : lines) {
            List<String> skips = line.skipped().stream()
                    .map(skip -> escape(Words.skip(skip)))
                    .toList();
            out.append("| %s | %d | %d | %s |\n"
                    .formatted(escape(line.subject()), line.found(), line.checked(), String.join("; ", skips)));
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

    /** A code span; its fence is longer than any run of backticks inside. */
    static String code(String text) {
        String line = Printable.line(text);
        String fence = "`".repeat(1 + longestRun(line));
        return fence.length() == 1 ? fence + line + fence : fence + " " + line + " " + fence;
    }

    /** How many backticks stand side by side at most: a fence around the text needs one more. */
    static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** The text on one line, with everything escaped that Markdown, a table or a mention would act on. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : Printable.line(text).toCharArray()) {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '@' -> out.append("&#64;");
                case '\\', '`', '*', '_', '{', '}', '[', ']', '#', '|', '!', '~', '$' ->
                    out.append('\\').append(c);
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
