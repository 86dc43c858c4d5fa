package dev.auditflow.report;

import dev.auditflow.check.Run;
import dev.auditflow.coverage.Count;
import dev.auditflow.coverage.Coverage;
import java.util.List;

/** The coverage of a run as a section of the html page. */
final class HtmlCoverage {
    private HtmlCoverage() {}

    /** The whole section; empty for a run without coverage. */
    static String section(Run run) {
        Coverage coverage = run.coverage();
        if (coverage == null) {
            return "";
        }
        StringBuilder out = new StringBuilder("<section id=\"coverage\"><h2>Coverage</h2>\n<table><thead><tr>"
                + "<th>Chart</th><th>Lines</th><th>Branches</th><th>Values keys</th></tr></thead><tbody>\n");
        for (Coverage.Chart chart : coverage.charts()) {
            for (Coverage.Member member : chart.members()) {
                row(chart, member, out);
            }
        }
        out.append("</tbody></table>\n");
        for (Coverage.Chart chart : coverage.charts()) {
            list("Values keys that no template names", chart, CoverageWords.unreadKeys(chart, false), out);
            list("Values keys that were not read", chart, CoverageWords.unreadKeys(chart, true), out);
            list("Lines never rendered", chart, CoverageWords.missedLines(chart), out);
            list("Branches that always went one way", chart, CoverageWords.missedBranches(chart), out);
        }
        Count rules = coverage.ruleCount();
        out.append("<details><summary>%d of %d policy rules saw an object</summary><p>%s</p></details>\n"
                .formatted(rules.hit(), rules.found(), idle(coverage)));
        if (!coverage.unrendered().isEmpty()) {
            out.append("<p>Not rendered, so without coverage: %s</p>\n"
                    .formatted(Xml.escape(String.join(", ", coverage.unrendered()))));
        }
        return out.append("</section>\n").toString();
    }

    private static String idle(Coverage coverage) {
        return coverage.idleRules().isEmpty() ? "" : "None for " + Xml.escape(String.join(", ", coverage.idleRules()));
    }

    private static void row(Coverage.Chart chart, Coverage.Member member, StringBuilder out) {
        out.append("<tr><td><code>%s</code></td>".formatted(Xml.escape(CoverageWords.name(chart, member))));
        if (member.enabled()) {
            List.of(member.lines(), member.branches(), member.keys())
                    .forEach(count ->
                            out.append("<td class=\"n\">").append(cell(count)).append("</td>"));
        } else {
            out.append("<td colspan=\"3\">no target enables it</td>");
        }
        out.append("</tr>\n");
    }

    private static String cell(Count count) {
        return count.found() == 0 ? "–" : "%d/%d (%d%%)".formatted(count.hit(), count.found(), count.percent());
    }

    private static void list(
            String heading, Coverage.Chart chart, List<CoverageWords.Unused> items, StringBuilder out) {
        if (items.isEmpty()) {
            return;
        }
        out.append("<details><summary>%s: %d in <code>%s</code></summary><ul>\n"
                .formatted(heading, items.size(), Xml.escape(chart.chart())));
        items.forEach(item ->
                out.append("<li><code>").append(Xml.escape(item.toString())).append("</code></li>\n"));
        out.append("</ul></details>\n");
    }
}
