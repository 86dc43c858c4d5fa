package dev.auditflow.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tool of a SARIF run and its rules with their help: one for each rule that has a result. */
final class SarifRules {
    private final Run run;

    SarifRules(Run run) {
        this.run = run;
    }

    /** Writes the driver and gives each rule's index in it. */
    Map<String, Integer> write(ObjectNode driver, List<Finding> findings) {
        driver.put("name", "AuditFlow Gate")
                .put("semanticVersion", run.version())
                .put("informationUri", "https://github.com/auditflow/auditflow");
        Map<String, Rule> used = new TreeMap<>();
        for (Finding finding : findings) {
            used.computeIfAbsent(finding.rule(), id -> run.rules().getOrDefault(id, unknown(finding)));
        }
        ArrayNode rules = driver.putArray("rules");
        Map<String, Integer> index = new LinkedHashMap<>();
        for (Rule rule : used.values()) {
            index.put(rule.id(), index.size());
            write(rules.addObject(), rule);
        }
        return index;
    }

    /** A rule of a user's policy that has no metadata. */
    private static Rule unknown(Finding finding) {
        return new Rule(finding.rule(), finding.check(), finding.severity(), finding.rule(), "", finding.remedy(), "");
    }

    private static void write(ObjectNode node, Rule rule) {
        String description = rule.description().isEmpty() ? rule.title() : rule.description();
        String remedy = rule.remedy().isEmpty() ? "" : "\n\nWhat to do: " + rule.remedy();
        String link = isUri(rule.link()) ? "\n\n[Read more](" + rule.link() + ")" : "";
        node.put("id", rule.id());
        node.putObject("shortDescription").put("text", rule.title());
        node.putObject("fullDescription").put("text", description);
        node.putObject("help")
                .put("text", description + remedy)
                .put("markdown", "**" + MarkdownReport.escape(rule.title()) + "**\n\n" + description + remedy + link);
        if (isUri(rule.link())) {
            node.put("helpUri", rule.link());
        }
        node.putObject("defaultConfiguration").put("level", level(rule.severity()));
        node.putObject("properties").putArray("tags").add("kubernetes").add(rule.check());
    }

    private static boolean isUri(String link) {
        return HtmlReport.isWeb(link)
                && link.chars().allMatch(c -> c > ' ' && c < 0x7F && "<>\"{}|\\^`()".indexOf(c) < 0);
    }

    static String level(Severity severity) {
        return switch (severity) {
            case DENY -> "error";
            case WARN -> "warning";
            case INFO -> "note";
        };
    }
}
