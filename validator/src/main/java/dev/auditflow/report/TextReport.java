package dev.auditflow.report;

import dev.auditflow.check.Account;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** For people at a terminal: findings, what to do, the account, one verdict line. */
public final class TextReport implements Report {
    private final Style style;

    public TextReport(boolean colour) {
        this.style = new Style(colour);
    }

    @Override
    public String write(Run run) {
        Summary summary = Summary.of(run);
        StringBuilder out = new StringBuilder();
        for (Verdict verdict : run.verdicts()) {
            out.append(targetLine(verdict)).append('\n');
        }
        String group = "";
        for (MergedFinding merged : MergedFinding.of(run)) {
            String heading = merged.of() == 1 ? "" : merged.where();
            if (!heading.equals(group)) {
                group = heading;
            }
            out.append('\n');
            finding(merged, out);
        }
        out.append('\n');
        account(summary.account(), out);
        out.append('\n')
                .append(style.outcome(run.outcome(), summary.verdictLine(run)))
                .append('\n');
        return out.toString();
    }

    private String targetLine(Verdict verdict) {
        String word = verdict.outcome().word().toUpperCase(Locale.ROOT);
        int waived = verdict.waived().size();
        String counts = verdict.findings().isEmpty()
                ? ""
                : "  " + Summary.count(verdict.findings().size(), "finding");
        return style.outcome(verdict.outcome(), "%-5s".formatted(word))
                + " "
                + verdict.target()
                + style.dim(counts + (waived == 0 ? "" : "  %d waived".formatted(waived)));
    }

    private void finding(MergedFinding merged, StringBuilder out) {
        Finding finding = merged.finding();
        String subject = Words.subject(finding);
        out.append(style.severity(
                        finding.severity(), "%-4s".formatted(finding.severity().word())))
                .append(' ')
                .append(style.bold(finding.rule()))
                .append(subject.isEmpty() ? "" : "  " + subject)
                .append(merged.where().isEmpty() ? "" : style.dim("  (" + merged.where() + ")"))
                .append('\n');
        indented(finding.message(), out);
        String cause = Words.cause(finding);
        if (!cause.isEmpty()) {
            indented(style.dim("at ") + cause, out);
        }
        if (!finding.location().rendered().isNone()) {
            indented(
                    style.dim((cause.isEmpty() ? "at " : "rendered as ")
                            + finding.location().rendered()),
                    out);
        }
        if (!finding.remedy().isEmpty()) {
            indented(style.dim("fix ") + finding.remedy(), out);
        }
    }

    private static void indented(String text, StringBuilder out) {
        text.lines().forEach(line -> out.append("     ").append(line).append('\n'));
    }

    private void account(List<Account.Line> lines, StringBuilder out) {
        List<String> rows = new ArrayList<>();
        for (Account.Line line : lines) {
            rows.add("%-18s %6d %8d %8d".formatted(line.subject(), line.found(), line.checked(), skips(line)));
            for (Account.Skip skip : line.skipped()) {
                String count = skip.count() == 0 ? "" : skip.count() + " × ";
                rows.add(style.dim("                   " + count + skip.what() + ": " + skip.reason()));
            }
        }
        out.append(style.bold("%-18s %6s %8s %8s".formatted("account", "found", "checked", "skipped")))
                .append('\n');
        rows.forEach(row -> out.append(row).append('\n'));
    }

    private static int skips(Account.Line line) {
        return line.skipped().stream().mapToInt(Account.Skip::count).sum();
    }

    /** ANSI escapes, or none. */
    private record Style(boolean colour) {
        String bold(String text) {
            return wrap("1", text);
        }

        String dim(String text) {
            return text.isEmpty() ? "" : wrap("2", text);
        }

        String severity(Severity severity, String text) {
            return wrap(
                    switch (severity) {
                        case DENY -> "1;31";
                        case WARN -> "33";
                        case INFO -> "36";
                    },
                    text);
        }

        String outcome(Outcome outcome, String text) {
            return wrap(
                    switch (outcome) {
                        case PASS -> "1;32";
                        case FAIL -> "1;31";
                        case ERROR -> "1;35";
                    },
                    text);
        }

        private String wrap(String code, String text) {
            return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
        }
    }
}
