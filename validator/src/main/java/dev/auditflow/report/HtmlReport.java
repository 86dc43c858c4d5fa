package dev.auditflow.report;

import dev.auditflow.check.Account;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import dev.auditflow.manifest.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** One self-contained page: no script or style from elsewhere, works from a file, prints well. */
public final class HtmlReport implements Report {
    @Override
    public String write(Run run) {
        Summary summary = Summary.of(run);
        List<MergedFinding> findings = MergedFinding.of(run);
        StringBuilder cards = new StringBuilder();
        findings.forEach(merged -> card(merged, run, cards));
        return template()
                .replace("{{outcome}}", run.outcome().word())
                .replace("{{OUTCOME}}", run.outcome().word().toUpperCase(Locale.ROOT))
                .replace("{{version}}", Xml.escape(run.version()))
                .replace("{{headline}}", Xml.escape(summary.headline()))
                .replace("{{deny}}", Integer.toString(summary.count(Severity.DENY)))
                .replace("{{warn}}", Integer.toString(summary.count(Severity.WARN)))
                .replace("{{info}}", Integer.toString(summary.count(Severity.INFO)))
                .replace("{{waivedCount}}", Integer.toString(summary.waived()))
                .replace("{{targetOptions}}", targetOptions(run))
                .replace("{{targets}}", targets(run))
                .replace("{{waived}}", waived(run))
                .replace("{{account}}", account(summary.account()))
                .replace("{{digests}}", digests(run))
                .replace("{{findings}}", cards.isEmpty() ? "<p class=\"empty\">No findings.</p>" : cards);
    }

    private static void card(MergedFinding merged, Run run, StringBuilder out) {
        Finding finding = merged.finding();
        String severity = finding.severity().word();
        Rule rule = run.rules().get(finding.rule());
        List<String> lines = finding.message().lines().toList();
        out.append("<article class=\"finding %s\" data-severity=\"%s\" data-targets=\"%s\">\n"
                .formatted(severity, severity, Xml.escape(String.join("\n", merged.targets()))));
        out.append("<header><span class=\"badge %s\">%s</span> <b>%s</b> <span class=\"title\">%s</span>"
                .formatted(
                        severity, severity, Xml.escape(finding.rule()), rule == null ? "" : Xml.escape(rule.title())));
        String where = merged.where();
        out.append(where.isEmpty() ? "" : "<span class=\"where\">" + Xml.escape(where) + "</span>")
                .append("</header>\n");
        String subject = Words.subject(finding);
        out.append(subject.isEmpty() ? "" : "<p class=\"subject\"><code>" + Xml.escape(subject) + "</code></p>\n");
        out.append("<p>")
                .append(lines.isEmpty() ? "" : Xml.escape(lines.getFirst()))
                .append("</p>\n");
        if (lines.size() > 1) {
            out.append("<pre class=\"diff\">");
            lines.subList(1, lines.size()).forEach(line -> diffLine(line, out));
            out.append("</pre>\n");
        }
        places(finding, out);
        out.append(finding.remedy().isEmpty() ? "" : "<p class=\"fix\">" + Xml.escape(finding.remedy()) + "</p>\n");
        if (rule != null && !rule.description().isEmpty()) {
            out.append("<details><summary>Why it matters</summary><p>%s</p>%s</details>\n"
                    .formatted(Xml.escape(rule.description()), link(rule)));
        }
        out.append("</article>\n");
    }

    private static String link(Rule rule) {
        return isWeb(rule.link())
                ? "<p><a href=\"%s\" rel=\"noreferrer\">Read more</a></p>".formatted(Xml.escape(rule.link()))
                : "";
    }

    static boolean isWeb(String link) {
        return link.startsWith("https://") || link.startsWith("http://");
    }

    private static void diffLine(String line, StringBuilder out) {
        String kind = line.startsWith("+") ? "add" : line.startsWith("-") ? "del" : "";
        out.append("<span class=\"%s\">%s</span>\n".formatted(kind, Xml.escape(line)));
    }

    private static void places(Finding finding, StringBuilder out) {
        Origin origin = finding.location().origin();
        out.append("<dl>");
        if (!origin.template().isNone()) {
            String precision = origin.precision().name().toLowerCase(Locale.ROOT);
            out.append("<dt>template</dt><dd><code>%s</code> <i class=\"%s\">%s</i></dd>"
                    .formatted(Xml.escape(origin.template().toString()), precision, precision));
        }
        for (Origin.ValueOrigin value : origin.values()) {
            out.append("<dt>value</dt><dd><code>%s</code> <code>%s</code></dd>"
                    .formatted(Xml.escape(value.place().toString()), Xml.escape(value.key())));
        }
        if (!finding.location().rendered().isNone()) {
            out.append("<dt>rendered</dt><dd><code>%s</code></dd>"
                    .formatted(Xml.escape(finding.location().rendered().toString())));
        }
        out.append("</dl>\n");
    }

    private static String targets(Run run) {
        StringBuilder rows = new StringBuilder();
        for (Verdict verdict : run.verdicts()) {
            rows.append(
                    "<tr><td><span class=\"badge %s\">%s</span></td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td class=\"n\">%d</td><td class=\"n\">%d</td></tr>\n"
                            .formatted(
                                    verdict.outcome().word(),
                                    verdict.outcome().word(),
                                    Xml.escape(verdict.release()),
                                    Xml.escape(verdict.environment()),
                                    Xml.escape(verdict.scenario()),
                                    Xml.escape(verdict.kubernetesVersion()),
                                    verdict.findings().size(),
                                    verdict.waived().size()));
        }
        return rows.toString();
    }

    private static String targetOptions(Run run) {
        StringBuilder options = new StringBuilder();
        for (String target :
                new TreeSet<>(run.verdicts().stream().map(Verdict::target).toList())) {
            options.append("<option>%s</option>".formatted(Xml.escape(target)));
        }
        return options.toString();
    }

    private static String waived(Run run) {
        StringBuilder rows = new StringBuilder();
        for (Verdict verdict : run.verdicts()) {
            for (Verdict.Waived one : verdict.waived()) {
                rows.append("<tr><td>%s</td><td>%s</td><td><code>%s</code></td><td>%s</td><td>%s</td></tr>\n"
                        .formatted(
                                Xml.escape(verdict.target()),
                                Xml.escape(one.finding().rule()),
                                Xml.escape(Words.subject(one.finding())),
                                Xml.escape(one.by()),
                                Xml.escape(one.reason())));
            }
        }
        return rows.isEmpty() ? "<tr><td colspan=\"5\">none</td></tr>" : rows.toString();
    }

    private static String account(List<Account.Line> lines) {
        StringBuilder rows = new StringBuilder();
        for (Account.Line line : lines) {
            StringBuilder skips = new StringBuilder();
            for (Account.Skip skip : line.skipped()) {
                skips.append("<div>%s%s: %s</div>"
                        .formatted(
                                skip.count() == 0 ? "" : skip.count() + " × ",
                                Xml.escape(skip.what()),
                                Xml.escape(skip.reason())));
            }
            rows.append("<tr><td>%s</td><td class=\"n\">%d</td><td class=\"n\">%d</td><td>%s</td></tr>\n"
                    .formatted(Xml.escape(line.subject()), line.found(), line.checked(), skips));
        }
        return rows.toString();
    }

    private static String digests(Run run) {
        StringBuilder rows = new StringBuilder();
        for (Verdict verdict : run.verdicts()) {
            rows.append("<tr><td>%s</td><td><code>%s</code></td><td><code>%s</code></td><td><code>%s</code></td></tr>\n"
                    .formatted(
                            Xml.escape(verdict.target()),
                            Xml.escape(verdict.digests().rendering()),
                            Xml.escape(verdict.digests().policies()),
                            Xml.escape(verdict.digests().schemas())));
        }
        return rows.toString();
    }

    private static String template() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.html")) {
            if (in == null) {
                throw new IllegalStateException("report.html is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
