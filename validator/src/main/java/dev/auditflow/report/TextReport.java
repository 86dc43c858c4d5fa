package dev.auditflow.report;

import dev.auditflow.check.Account;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import dev.auditflow.manifest.Location;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** For people at a terminal: the targets, their findings and what to do, the account, one verdict line. */
public final class TextReport implements Report {
    private static final String INDENT = "     ";
    private static final int MAX_PLACES = 4;

    private final Style style;

    /** @param colour whether to use ANSI escapes */
    public TextReport(boolean colour) {
        this.style = new Style(colour);
    }

    @Override
    public String write(Run run) {
        Summary summary = Summary.of(run);
        StringBuilder out = new StringBuilder();
        targets(run, out);
        int verdict = -1;
        for (MergedFinding merged : summary.findings()) {
            if (merged.firstVerdict() != verdict && run.verdicts().size() > 1) {
                verdict = merged.firstVerdict();
                String name = run.verdicts().get(verdict).target();
                out.append('\n')
                        .append(style.bold("── " + Printable.line(name) + " ──"))
                        .append('\n');
            }
            out.append('\n');
            finding(merged, run, out);
        }
        waived(run, out);
        account(summary.account(), out);
        new CoverageText(style, out).write(run);
        out.append('\n').append(verdict(summary)).append('\n');
        return Printable.withoutCommands(out.toString());
    }

    String verdict(Summary summary) {
        return style.outcome(summary.run().outcome(), summary.verdictLine());
    }

    private void targets(Run run, StringBuilder out) {
        int width = run.verdicts().stream()
                .mapToInt(verdict -> Printable.line(verdict.target()).length())
                .max()
                .orElse(0);
        for (Verdict verdict : run.verdicts()) {
            String name = Printable.line(verdict.target());
            int waived = verdict.waived().size();
            String counts = verdict.findings().isEmpty()
                    ? ""
                    : Summary.counted(verdict.findings().size(), "finding");
            String more = waived == 0 ? "" : (counts.isEmpty() ? "" : ", ") + waived + " waived";
            String word = verdict.outcome().word().toUpperCase(Locale.ROOT);
            out.append(style.outcome(verdict.outcome(), "%-5s".formatted(word)))
                    .append(' ')
                    .append(name)
                    .append((counts + more).isEmpty() ? "" : " ".repeat(width - name.length() + 2))
                    .append(style.dim(counts + more))
                    .append('\n');
        }
    }

    /** A finding that is no more. */
    void gone(MergedFinding merged, Run run, StringBuilder out) {
        Finding finding = merged.finding();
        out.append(style.dim("gone "))
                .append(Printable.line(finding.rule() + "  " + Words.heading(finding, run)))
                .append(merged.where().isEmpty() ? "" : style.dim("  (" + Printable.line(merged.where()) + ")"))
                .append('\n');
    }

    void finding(MergedFinding merged, Run run, StringBuilder out) {
        Finding finding = merged.finding();
        String subject = Printable.line(Words.heading(finding, run));
        out.append(style.severity(
                        finding.severity(), "%-4s".formatted(finding.severity().word())))
                .append(' ')
                .append(style.bold(Printable.line(finding.rule())))
                .append(subject.isEmpty() ? "" : "  " + subject)
                .append(merged.where().isEmpty() ? "" : style.dim("  (" + Printable.line(merged.where()) + ")"))
                .append('\n');
        line("", Printable.firstLine(finding.message()), out);
        List<String> details = Printable.details(finding.message());
        boolean diff = Printable.isDiff(details);
        details.forEach(detail ->
                out.append(INDENT).append(diff ? style.diff(detail) : detail).append('\n'));
        places(merged, out);
        if (!finding.remedy().isEmpty()) {
            line(style.fix("fix "), Printable.line(finding.remedy()), out);
        }
    }

    private void places(MergedFinding merged, StringBuilder out) {
        List<MergedFinding.Spot> spots = merged.spots();
        for (MergedFinding.Spot spot : spots.subList(0, Math.min(MAX_PLACES, spots.size()))) {
            place(spot, spots.size() > 1, out);
        }
        if (spots.size() > MAX_PLACES) {
            line("", style.dim("    and in %d more places".formatted(spots.size() - MAX_PLACES)), out);
        }
    }

    private void place(MergedFinding.Spot spot, boolean named, StringBuilder out) {
        Location location = spot.location();
        boolean alone = spot.causes().size() == 1;
        String in = named ? style.dim("  in " + Printable.line(MergedFinding.named(spot.targets()))) : "";
        String template = alone ? Words.cause(location) : Words.template(location.origin());
        String rendered = Words.rendered(location);
        if (!template.isEmpty()) {
            line(style.dim("at  "), Printable.line(template) + in, out);
        }
        if (!alone) {
            values(spot.causes(), out);
        }
        if (!rendered.isEmpty() && template.isEmpty()) {
            line(style.dim("at  "), Printable.line(rendered) + in, out);
        } else if (!rendered.isEmpty()) {
            line("", style.dim("    rendered as " + Printable.line(rendered)), out);
        }
    }

    private void values(List<MergedFinding.Cause> causes, StringBuilder out) {
        for (MergedFinding.Cause cause : causes.subList(0, Math.min(MAX_PLACES, causes.size()))) {
            String values = Words.values(cause.location().origin());
            String in = style.dim("  in " + Printable.line(MergedFinding.named(cause.targets())));
            line("    ", "← " + (values.isEmpty() ? "no value" : Printable.line(values)) + in, out);
        }
        if (causes.size() > MAX_PLACES) {
            line("    ", style.dim("← and %d more".formatted(causes.size() - MAX_PLACES)), out);
        }
    }

    private void waived(Run run, StringBuilder out) {
        record Waiver(String rule, String by, String reason) {}
        Map<Waiver, Integer> counts = new LinkedHashMap<>();
        for (Verdict verdict : run.verdicts()) {
            for (Verdict.Waived one : verdict.waived()) {
                counts.merge(new Waiver(one.finding().rule(), one.by(), one.reason()), 1, Integer::sum);
            }
        }
        if (counts.isEmpty()) {
            return;
        }
        out.append('\n').append(style.bold("waived")).append('\n');
        counts.forEach((waiver, count) -> out.append(style.dim("%-8s"
                        .formatted(Printable.line(waiver.rule)
                                + " × %d  by %s: %s".formatted(count, waiver.by, Printable.line(waiver.reason)))))
                .append('\n'));
    }

    private void account(List<Account.Line> lines, StringBuilder out) {
        int width = Math.max(
                "account".length(),
                lines.stream().mapToInt(line -> line.subject().length()).max().orElse(0));
        String row = "%-" + width + "s  %7s  %7s  %7s";
        out.append('\n').append(style.bold(row.formatted("account", "found", "checked", "skipped")));
        out.append('\n');
        for (Account.Line line : lines) {
            int skipped = line.skipped().stream().mapToInt(Account.Skip::count).sum();
            out.append(row.formatted(Printable.line(line.subject()), line.found(), line.checked(), skipped))
                    .append('\n');
            for (Account.Skip skip : line.skipped()) {
                out.append(style.dim("  " + Printable.line(Words.skip(skip)))).append('\n');
            }
        }
    }

    private static void line(String label, String text, StringBuilder out) {
        out.append(INDENT).append(label).append(text).append('\n');
    }
}
