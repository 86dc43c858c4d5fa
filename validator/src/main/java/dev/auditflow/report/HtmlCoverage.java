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
        StringBuilder out = new StringBuilder("<h2 id=\"coverage\">Coverage <small>what no target uses</small></h2>\n"
                + "<div class=\"panel\"><table><thead><tr><th scope=\"col\">of</th><th scope=\"col\" class=\"n\">lines</th>"
                + "<th scope=\"col\" class=\"n\">branches</th><th scope=\"col\" class=\"n\">values keys</th></tr></thead>"
                + "<tbody>\n");
        for (Coverage.Chart chart : coverage.charts()) {
            chart.members().forEach(member -> row(chart, member, out));
        }
        out.append("</tbody></table></div>\n");
        for (Coverage.Chart chart : coverage.charts()) {
            list("Values keys that no template names", chart, CoverageWords.unreadKeys(chart, false), out);
            list("Values keys that were not read", chart, CoverageWords.unreadKeys(chart, true), out);
            list("Lines never rendered", chart, CoverageWords.missedLines(chart), out);
            list("Branches that always went one way", chart, CoverageWords.missedBranches(chart), out);
        }
        Count rules = coverage.ruleCount();
        String idle = coverage.idleRules().isEmpty() ? "" : "No object for " + String.join(", ", coverage.idleRules());
        out.append("<details><summary>%d of %d policy rules saw an object</summary><p>%s</p></details>\n"
                .formatted(rules.hit(), rules.found(), Xml.line(idle)));
        if (!coverage.unrendered().isEmpty()) {
            out.append("<p>Not rendered, so they count for nothing: %s</p>\n"
                    .formatted(Xml.line(HtmlReport.names(coverage.unrendered()))));
        }
        return out.toString();
    }

    private static void row(Coverage.Chart chart, Coverage.Member member, StringBuilder out) {
        out.append("<tr><th scope=\"row\"><code>%s</code></th>".formatted(Xml.line(CoverageWords.name(chart, member))));
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
        out.append("<details><summary>%s: %,d in <code>%s</code></summary><ul>\n"
                .formatted(heading, items.size(), Xml.line(chart.chart())));
        items.forEach(item -> out.append("<li><code>%s</code></li>\n".formatted(Xml.line(item.toString()))));
        out.append("</ul></details>\n");
    }
}
