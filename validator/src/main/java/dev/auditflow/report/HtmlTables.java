package dev.auditflow.report;

import dev.auditflow.check.Account;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tables of the page: targets, account, waived findings, rules and digests. */
final class HtmlTables {
    private final Run run;
    private final Summary summary;
    private final Set<String> environments;

    HtmlTables(Run run, Summary summary) {
        this.run = run;
        this.summary = summary;
        this.environments =
                run.verdicts().stream().map(Verdict::environment).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** One column for each environment. */
    String environments() {
        return environments.stream()
                .map(name -> "<th scope=\"col\">%s</th>".formatted(name.isEmpty() ? "verdict" : Xml.line(name)))
                .collect(Collectors.joining());
    }

    /** One row for each release. */
    String targets() {
        Map<String, Map<String, List<Verdict>>> releases = new LinkedHashMap<>();
        for (Verdict verdict : run.verdicts()) {
            releases.computeIfAbsent(verdict.release(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(verdict.environment(), _ -> new ArrayList<>())
                    .add(verdict);
        }
        StringBuilder rows = new StringBuilder();
        releases.forEach((release, cells) -> {
            rows.append("<tr><th scope=\"row\">%s</th>".formatted(Xml.line(release)));
            for (String environment : environments) {
                String chips = cells.getOrDefault(environment, List.of()).stream()
                        .map(HtmlTables::chip)
                        .collect(Collectors.joining());
                rows.append("<td><div class=\"cell\">%s</div></td>".formatted(chips));
            }
            rows.append("</tr>\n");
        });
        return rows.isEmpty() ? "<tr><td>none</td></tr>\n" : rows.toString();
    }

    private static String chip(Verdict verdict) {
        String mark = verdict.outcome() == Outcome.PASS ? "✓" : verdict.outcome() == Outcome.FAIL ? "✗" : "!";
        int findings = verdict.findings().size();
        String label = (verdict.scenario().isEmpty() ? "" : verdict.scenario() + " ") + verdict.kubernetesVersion();
        String title = "%s: %s, %s, %,d waived"
                .formatted(
                        verdict.target(),
                        verdict.outcome().word(),
                        Summary.counted(findings, "finding"),
                        verdict.waived().size());
        return "<button type=\"button\" disabled class=\"chip %s\" data-target=\"%s\" title=\"%s\" aria-label=\"%s\">%s %s%s</button>"
                .formatted(
                        verdict.outcome().word(),
                        Xml.line(verdict.target()),
                        Xml.line(title),
                        Xml.line(title),
                        mark,
                        findings == 0 ? "" : "<b>%,d</b> ".formatted(findings),
                        Xml.line(label.isBlank() ? "configuration" : label));
    }

    String account() {
        StringBuilder rows = new StringBuilder();
        for (Account.Line line : summary.account()) {
            int skipped = line.skipped().stream().mapToInt(Account.Skip::count).sum();
            String why = line.skipped().stream()
                    .map(skip -> "<div>%s</div>".formatted(Xml.line(Words.skip(skip))))
                    .collect(Collectors.joining());
            rows.append(("<tr><th scope=\"row\">%s</th><td class=\"n\">%,d</td><td class=\"n\">%,d</td>"
                            + "<td class=\"n\">%,d</td><td class=\"skips\">%s</td></tr>\n")
                    .formatted(Xml.line(line.subject()), line.found(), line.checked(), skipped, why));
        }
        return rows.toString();
    }

    /** Waived findings, those of one rule and reason together; nothing when there are none. */
    String waived() {
        record Key(String rule, String by, String reason) {}
        Map<Key, Map<String, List<String>>> groups = new LinkedHashMap<>();
        for (Verdict verdict : run.verdicts()) {
            for (Verdict.Waived one : verdict.waived()) {
                groups.computeIfAbsent(
                                new Key(one.finding().rule(), one.by(), one.reason()), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(Words.heading(one.finding(), run), _ -> new ArrayList<>())
                        .add(verdict.target());
            }
        }
        if (groups.isEmpty()) {
            return "";
        }
        StringBuilder rows = new StringBuilder();
        groups.forEach((key, objects) -> {
            int count = objects.values().stream().mapToInt(List::size).sum();
            String list = objects.entrySet().stream()
                    .map(entry -> "<div><code>%s</code> in %s</div>"
                            .formatted(Xml.line(entry.getKey()), Xml.line(HtmlReport.names(entry.getValue()))))
                    .collect(Collectors.joining());
            rows.append(("<tr><td>%s</td><td class=\"n\">%,d</td><td>%s</td><td>%s</td>"
                            + "<td><details><summary>%s</summary>%s</details></td></tr>\n")
                    .formatted(
                            Xml.line(key.rule()),
                            count,
                            Xml.line(key.by()),
                            Xml.line(key.reason()),
                            Summary.counted(objects.size(), "place"),
                            list));
        });
        return ("<details class=\"fold\" id=\"waived\"><summary>Waived <small>%,d findings that do not count</small></summary>"
                        + "<div class=\"panel\"><table><thead><tr><th scope=\"col\">rule</th><th scope=\"col\" class=\"n\">"
                        + "findings</th><th scope=\"col\">by</th><th scope=\"col\">reason</th><th scope=\"col\">where</th>"
                        + "</tr></thead><tbody>\n%s</tbody></table></div></details>")
                .formatted(summary.waived(), rows);
    }

    /** What each rule with a finding means. */
    String rules() {
        Set<String> ids = summary.findings().stream()
                .map(merged -> merged.finding().rule())
                .collect(Collectors.toCollection(TreeSet::new));
        ids.retainAll(run.rules().keySet());
        if (ids.isEmpty()) {
            return "";
        }
        StringBuilder list = new StringBuilder();
        for (String id : ids) {
            Rule rule = java.util.Objects.requireNonNull(run.rules().get(id));
            list.append("<div class=\"rule\" id=\"rule-%s\"><h3>%s %s</h3><p>%s</p>"
                    .formatted(Xml.line(id), Xml.line(id), Xml.line(rule.title()), Xml.escape(rule.description())));
            list.append(rule.remedy().isEmpty() ? "" : "<p><b>Fix</b> %s</p>".formatted(Xml.escape(rule.remedy())));
            list.append(
                    HtmlReport.isWeb(rule.link())
                            ? "<p><a href=\"%s\" rel=\"noreferrer noopener\">Read more</a></p>"
                                    .formatted(Xml.escape(rule.link()))
                            : "");
            list.append("</div>\n");
        }
        return "<details class=\"fold\"><summary>Rules <small>what they mean and what to do</small></summary>"
                + "<div class=\"panel\">\n" + list + "</div></details>";
    }

    String digests() {
        StringBuilder rows = new StringBuilder();
        for (Verdict verdict : run.verdicts()) {
            rows.append("<tr><td>%s</td><td><code>%s</code></td><td><code>%s</code></td><td><code>%s</code></td></tr>\n"
                    .formatted(
                            Xml.line(verdict.target()),
                            Xml.line(verdict.digests().rendering()),
                            Xml.line(verdict.digests().policies()),
                            Xml.line(verdict.digests().schemas())));
        }
        return rows.toString();
    }
}
