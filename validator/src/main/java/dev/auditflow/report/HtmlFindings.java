package dev.auditflow.report;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The findings of the page: one fold for each, in sections by the first target that has it. */
final class HtmlFindings {
    private final Run run;
    private final StringBuilder out = new StringBuilder();

    private HtmlFindings(Run run) {
        this.run = run;
    }

    static String of(Summary summary) {
        HtmlFindings page = new HtmlFindings(summary.run());
        int verdict = -1;
        boolean isFirst = true;
        for (MergedFinding merged : summary.findings()) {
            if (merged.firstVerdict() != verdict) {
                page.out.append(verdict < 0 ? "" : "</div></section>\n");
                verdict = merged.firstVerdict();
                page.out.append("<section class=\"group\"><h3>%s <small></small></h3><div class=\"list\">\n"
                        .formatted(line(summary.run().verdicts().get(verdict).target())));
            }
            page.card(merged, isFirst);
            isFirst = false;
        }
        page.out.append(summary.findings().isEmpty() ? "<p class=\"empty\">No findings.</p>\n" : "</div></section>\n");
        return page.out.toString();
    }

    private void card(MergedFinding merged, boolean open) {
        Finding finding = merged.finding();
        String severity = finding.severity().word();
        Rule rule = run.rules().get(finding.rule());
        String object = finding.resource().isNone() ? "" : finding.resource().toString();
        Place best = Words.best(finding);
        out.append("<details class=\"finding %s\" data-severity=\"%s\" data-rule=\"%s\" data-title=\"%s\""
                .formatted(severity, severity, line(finding.rule()), rule == null ? "" : line(rule.title())));
        out.append(" data-object=\"%s\" data-file=\"%s\" data-first=\"%s\" data-targets=\"%s\"%s>\n"
                .formatted(
                        line(object),
                        line(best.file()),
                        line(merged.targets().getFirst()),
                        merged.targets().stream()
                                .distinct()
                                .map(HtmlFindings::line)
                                .collect(Collectors.joining("\n")),
                        open ? " open" : ""));
        out.append("<summary><span class=\"badge %s\">%s</span><span class=\"msg\"><b>%s</b>%s</span>"
                .formatted(
                        severity, severity, line(finding.rule()), Xml.escape(Printable.firstLine(finding.message()))));
        out.append("<span class=\"where\">%s</span>".formatted(shortWhere(merged)));
        String subject = Words.subject(finding);
        String cause = Words.cause(finding.location());
        String place = cause.isEmpty() ? finding.location().rendered().toString() : cause;
        out.append("<span class=\"at\">%s%s</span></summary>\n<div class=\"body\">\n"
                .formatted(span(subject), span(place)));
        body(merged, rule);
        out.append("</div></details>\n");
    }

    private static String shortWhere(MergedFinding merged) {
        int count = merged.occurrences().size();
        return count == 1
                ? ""
                : count == merged.of()
                        ? "in all %,d targets".formatted(count)
                        : "in %,d of %,d targets".formatted(count, merged.of());
    }

    private void body(MergedFinding merged, @org.jspecify.annotations.Nullable Rule rule) {
        Finding finding = merged.finding();
        List<String> details = Printable.details(finding.message());
        if (!details.isEmpty()) {
            out.append("<pre tabindex=\"0\">");
            boolean diff = Printable.isDiff(details);
            details.forEach(text -> detail(text, diff));
            out.append("</pre>\n");
        }
        List<MergedFinding.Spot> spots = merged.spots();
        spots.forEach(spot -> place(spot, merged.occurrences().size() > 1));
        if (!finding.remedy().isEmpty()) {
            out.append("<p class=\"fix\"><b>Fix</b> %s</p>\n".formatted(Xml.escape(finding.remedy())));
        }
        if (rule != null) {
            out.append("<p class=\"more\"><a href=\"#rule-%s\">%s</a>: %s</p>\n"
                    .formatted(line(rule.id()), line(rule.id()), Xml.escape(rule.title())));
        }
    }

    private void place(MergedFinding.Spot spot, boolean named) {
        Origin origin = spot.location().origin();
        out.append("<dl>");
        if (!origin.template().isNone()) {
            String precision = origin.precision().name().toLowerCase(Locale.ROOT);
            out.append("<dt>template</dt><dd><code>%s</code> <span class=\"precision %s\">%s</span></dd>"
                    .formatted(line(origin.template().toString()), precision, precision));
        }
        boolean alone = spot.causes().size() == 1;
        for (MergedFinding.Cause cause : spot.causes()) {
            String in = alone ? "" : " in " + line(HtmlReport.names(cause.targets()));
            List<Origin.ValueOrigin> values = cause.location().origin().values();
            for (Origin.ValueOrigin value : values) {
                out.append("<dt>value</dt><dd><code>%s</code> <code>%s</code>%s</dd>"
                        .formatted(line(value.place().toString()), line(value.key()), in));
            }
            out.append(values.isEmpty() && !alone ? "<dt>value</dt><dd>none%s</dd>".formatted(in) : "");
        }
        Place rendered = spot.location().rendered();
        if (!rendered.isNone()) {
            out.append("<dt>rendered</dt><dd><code>%s</code></dd>".formatted(line(rendered.toString())));
        }
        if (named) {
            out.append("<dt>targets</dt><dd>%s</dd>".formatted(line(HtmlReport.names(spot.targets()))));
        }
        out.append("</dl>\n");
    }

    private void detail(String text, boolean diff) {
        String kind =
                !diff ? "" : text.startsWith("+") ? " class=\"add\"" : text.startsWith("-") ? " class=\"del\"" : "";
        out.append("<span%s>%s\n</span>".formatted(kind, Xml.escape(text)));
    }

    private static String span(String text) {
        return text.isEmpty() ? "" : "<span>" + line(text) + "</span>";
    }

    private static String line(String text) {
        return Xml.escape(Printable.line(text));
    }
}
