package dev.auditflow.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.check.Account;
import dev.auditflow.check.Digests;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads what {@link JsonReport} wrote: shards are merged and cached verdicts are kept in this form. */
public final class JsonReader {
    private JsonReader() {}

    /** The text is no report of this version. The message says why. */
    public static final class NotAReport extends Exception {
        private static final long serialVersionUID = 1L;

        NotAReport(String message) {
            super(message);
        }
    }

    /** Reads a report. @throws NotAReport with a sentence for the user */
    public static Run read(String text) throws NotAReport {
        try {
            JsonNode root = new ObjectMapper().readTree(text);
            if (root.path("schemaVersion").asInt() != JsonReport.SCHEMA_VERSION
                    || !root.path("targets").isArray()) {
                throw new NotAReport("It is no JSON report of schema version " + JsonReport.SCHEMA_VERSION);
            }
            List<Verdict> verdicts = new ArrayList<>();
            root.path("targets").forEach(target -> verdicts.add(verdict(target)));
            Map<String, Rule> rules = new HashMap<>();
            root.path("rules").forEach(rule -> rules.put(text(rule, "id"), rule(rule)));
            return new Run(text(root, "version"), outcome(root), verdicts, rules, account(root.path("account")));
        } catch (JsonProcessingException e) {
            throw new NotAReport("It is not valid JSON (line " + e.getLocation().getLineNr() + ")");
        } catch (IllegalArgumentException e) {
            throw new NotAReport("It holds a word that this version does not know: " + e.getMessage());
        }
    }

    private static Verdict verdict(JsonNode target) {
        JsonNode digests = target.path("digests");
        List<Finding> findings = new ArrayList<>();
        target.path("findings").forEach(finding -> findings.add(finding(finding)));
        List<Verdict.Waived> waived = new ArrayList<>();
        target.path("waived")
                .forEach(one ->
                        waived.add(new Verdict.Waived(finding(one), text(one, "waivedBy"), text(one, "waiveReason"))));
        return new Verdict(
                text(target, "release"),
                text(target, "environment"),
                text(target, "scenario"),
                text(target, "kubernetesVersion"),
                outcome(target),
                new Digests(text(digests, "rendering"), text(digests, "policies"), text(digests, "schemas")),
                findings,
                waived,
                account(target.path("account")));
    }

    private static Finding finding(JsonNode node) {
        JsonNode resource = node.path("resource");
        JsonNode template = node.path("template");
        List<Origin.ValueOrigin> values = new ArrayList<>();
        node.path("values").forEach(value -> values.add(new Origin.ValueOrigin(text(value, "key"), place(value))));
        FieldPath path = FieldPath.root();
        for (JsonNode step : node.path("steps")) {
            path = step.isInt() ? path.index(step.asInt()) : path.key(step.asText());
        }
        Origin.Precision precision =
                Origin.Precision.valueOf(text(template, "precision").toUpperCase(Locale.ROOT));
        return new Finding(
                text(node, "rule"),
                text(node, "check"),
                Severity.valueOf(text(node, "severity").toUpperCase(Locale.ROOT)),
                text(node, "message"),
                new ResourceId(
                        text(resource, "apiVersion"),
                        text(resource, "kind"),
                        text(resource, "namespace"),
                        text(resource, "name")),
                path,
                new Location(place(node.path("rendered")), new Origin(place(template), precision, values)),
                text(node, "remedy"));
    }

    private static Place place(JsonNode node) {
        return new Place(
                text(node, "file"),
                node.path("line").asInt(),
                node.path("column").asInt());
    }

    private static Account account(JsonNode lines) {
        List<Account.Line> account = new ArrayList<>();
        for (JsonNode line : lines) {
            List<Account.Skip> skipped = new ArrayList<>();
            line.path("skipped")
                    .forEach(skip -> skipped.add(new Account.Skip(
                            text(skip, "what"), skip.path("count").asInt(), text(skip, "reason"))));
            account.add(new Account.Line(
                    text(line, "subject"),
                    line.path("found").asInt(),
                    line.path("checked").asInt(),
                    skipped));
        }
        return new Account(account);
    }

    private static Rule rule(JsonNode node) {
        return new Rule(
                text(node, "id"),
                text(node, "check"),
                Severity.valueOf(text(node, "severity").toUpperCase(Locale.ROOT)),
                text(node, "title"),
                text(node, "description"),
                text(node, "remedy"),
                text(node, "link"));
    }

    private static Outcome outcome(JsonNode node) {
        return Outcome.valueOf(text(node, "outcome").toUpperCase(Locale.ROOT));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
