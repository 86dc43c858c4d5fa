package dev.auditflow.report;

import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One self-contained page: it asks the network for nothing, works from a file and without its script, and prints. Its
 * own script and style are named by their digests, so that nothing else in the page can run.
 */
public final class HtmlReport implements Report {
    private final Excerpts excerpts;

    /** @param excerpts lines around the places of findings */
    public HtmlReport(Excerpts excerpts) {
        this.excerpts = excerpts;
    }

    /** A page without lines of files. */
    public HtmlReport() {
        this(Excerpts.none());
    }

    @Override
    public String write(Run run) {
        Summary summary = Summary.of(run);
        String style = HtmlPage.resource("report.css");
        String script = HtmlPage.resource("report.js");
        Map<String, String> slots = new HashMap<>();
        slots.put("style", style);
        slots.put("styleHash", HtmlPage.digest(style));
        slots.put("script", script);
        slots.put("scriptHash", HtmlPage.digest(script));
        slots.put("outcome", run.outcome().word());
        slots.put("OUTCOME", run.outcome().word().toUpperCase(Locale.ROOT));
        slots.put("version", Xml.escape(run.version()));
        slots.put("headline", Xml.escape(summary.headline()));
        slots.put("sub", Xml.escape(checked(summary)));
        slots.put("counts", counts(summary));
        slots.put("targetCount", Summary.counted(summary.targets(), "target"));
        slots.put("targetOptions", targetOptions(run));
        slots.put("ruleOptions", ruleOptions(summary));
        slots.put("findings", HtmlFindings.of(summary, excerpts));
        HtmlTables tables = new HtmlTables(run, summary);
        slots.put("environments", tables.environments());
        slots.put("targets", tables.targets());
        slots.put("account", tables.account());
        slots.put("coverage", HtmlCoverage.section(run));
        slots.put("waived", tables.waived());
        slots.put("rules", tables.rules());
        slots.put("digests", tables.digests());
        return HtmlPage.filled("report.html", slots);
    }

    private static String checked(Summary summary) {
        String lines = summary.account().stream()
                .filter(line -> line.checked() > 0 && !line.subject().equals("targets"))
                .map(line -> "%,d %s".formatted(line.checked(), line.subject()))
                .collect(Collectors.joining(", "));
        return lines.isEmpty() ? "Nothing was checked." : "Checked " + lines + ".";
    }

    private static String counts(Summary summary) {
        StringBuilder out = new StringBuilder();
        for (Severity severity : Severity.values()) {
            int count = summary.count(severity);
            String word = severity.word();
            out.append(
                    count == 0
                            ? "<span class=\"count none\"><b>0</b> %s</span>".formatted(word)
                            : "<button type=\"button\" disabled class=\"count %s\" data-severity=\"%s\"><b>%,d</b> %s</button>"
                                    .formatted(word, word, count, word));
        }
        if (summary.waived() > 0) {
            out.append("<a class=\"count\" href=\"#waived\"><b>%,d</b> waived</a>".formatted(summary.waived()));
        }
        return out.toString();
    }

    private static String targetOptions(Run run) {
        return run.verdicts().stream()
                .map(Verdict::target)
                .distinct()
                .map(target -> "<option>%s</option>".formatted(Xml.line(target)))
                .collect(Collectors.joining());
    }

    private static String ruleOptions(Summary summary) {
        return summary.findings().stream()
                .map(merged -> merged.finding().rule())
                .collect(Collectors.groupingBy(rule -> rule, java.util.TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> "<option value=\"%s\">%s (%,d)</option>"
                        .formatted(Xml.escape(entry.getKey()), Xml.escape(entry.getKey()), entry.getValue()))
                .collect(Collectors.joining());
    }

    static boolean isWeb(String link) {
        return link.startsWith("https://") || link.startsWith("http://");
    }

    /** Names joined as far as a person reads them. */
    static String names(List<String> names) {
        return names.size() > 12 ? MergedFinding.named(names) : String.join(", ", names);
    }
}
