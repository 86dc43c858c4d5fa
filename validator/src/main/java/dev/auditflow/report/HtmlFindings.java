package dev.auditflow.report;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.manifest.Place;
import java.util.List;
import java.util.stream.Collectors;

/** The findings of the page: one fold for each, in sections by the first target that has it. */
final class HtmlFindings {
    private final Run run;
    private final Excerpts excerpts;
    private final StringBuilder out = new StringBuilder();

    private HtmlFindings(Run run, Excerpts excerpts) {
        this.run = run;
        this.excerpts = excerpts;
    }

    static String of(Summary summary, Excerpts excerpts) {
        HtmlFindings page = new HtmlFindings(summary.run(), excerpts);
        int verdict = -1;
        boolean isFirst = true;
        for (MergedFinding merged : summary.findings()) {
            if (merged.firstVerdict() != verdict) {
                page.out.append(verdict < 0 ? "" : "</div></section>\n");
                verdict = merged.firstVerdict();
                page.out.append("<section class=\"group\"><h3>%s <small></small></h3><div class=\"list\">\n"
                        .formatted(
                                Xml.line(summary.run().verdicts().get(verdict).target())));
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
                .formatted(severity, severity, Xml.line(finding.rule()), rule == null ? "" : Xml.line(rule.title())));
        out.append(" data-object=\"%s\" data-file=\"%s\" data-first=\"%s\" data-targets=\"%s\"%s>\n"
                .formatted(
                        Xml.line(object),
                        Xml.line(best.file()),
                        Xml.line(merged.targets().getFirst()),
                        merged.targets().stream().distinct().map(Xml::line).collect(Collectors.joining("\n")),
                        open ? " open" : ""));
        out.append("<summary><span class=\"badge %s\">%s</span><span class=\"msg\"><b>%s</b>%s</span>"
                .formatted(
                        severity,
                        severity,
                        Xml.line(finding.rule()),
                        Xml.escape(Printable.firstLine(finding.message()))));
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
        boolean everywhere = spots.size() == 1 && merged.occurrences().size() == merged.of();
        HtmlPlaces places = new HtmlPlaces(excerpts, merged.occurrences().size() > 1 && !everywhere, out);
        places.first(spots.getFirst());
        spots.stream().skip(1).forEach(places::other);
        if (!finding.remedy().isEmpty()) {
            out.append("<p class=\"fix\"><b>Fix</b> %s</p>\n".formatted(Xml.escape(finding.remedy())));
        }
        if (rule != null) {
            out.append("<p class=\"more\"><a href=\"#rule-%s\">%s</a>: %s</p>\n"
                    .formatted(Xml.line(rule.id()), Xml.line(rule.id()), Xml.escape(rule.title())));
        }
    }

    private void detail(String text, boolean diff) {
        String kind =
                !diff ? "" : text.startsWith("+") ? " class=\"add\"" : text.startsWith("-") ? " class=\"del\"" : "";
        out.append("<span%s>%s\n</span>".formatted(kind, Xml.escape(text)));
    }

    private static String span(String text) {
        return text.isEmpty() ? "" : "<span>" + Xml.line(text) + "</span>";
    }
}
