package dev.auditflow.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SARIF 2.1.0 (OASIS), within GitHub code scanning's limits. The template is the primary location, the values are
 * related ones, the object and its rendered line are logical. Fingerprints hold rule, object and path, never a line.
 */
public final class SarifReport implements Report {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final int MAX_RESULTS = 25_000;

    private final ObjectMapper mapper = new ObjectMapper();

    private record Result(Finding finding, String where, String suppression) {}

    @Override
    public String write(Run run) {
        ObjectNode root = mapper.createObjectNode().put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode sarif = root.putArray("runs").addObject();
        ObjectNode driver = sarif.putObject("tool")
                .putObject("driver")
                .put("name", "AuditFlow Gate")
                .put("semanticVersion", run.version())
                .put("informationUri", "https://github.com/auditflow/auditflow");
        Map<String, Integer> index = rules(driver.putArray("rules"), run);
        sarif.putObject("originalUriBaseIds")
                .putObject("%SRCROOT%")
                .putObject("description")
                .put("text", "The root of the repository");
        sarif.put("columnKind", "utf16CodeUnits");
        ArrayNode results = sarif.putArray("results");
        results(run).stream().limit(MAX_RESULTS).forEach(result -> results.add(result(result, index)));
        return root.toPrettyString() + "\n";
    }

    private static List<Result> results(Run run) {
        List<Result> results = new ArrayList<>();
        MergedFinding.of(run).forEach(merged -> results.add(new Result(merged.finding(), merged.where(), "")));
        Map<String, Result> waived = new LinkedHashMap<>();
        for (Verdict verdict : run.verdicts()) {
            for (Verdict.Waived one : verdict.waived()) {
                waived.putIfAbsent(
                        fingerprint(one.finding()) + one.reason(),
                        new Result(one.finding(), "", one.by() + ": " + one.reason()));
            }
        }
        results.addAll(waived.values());
        return results;
    }

    private Map<String, Integer> rules(ArrayNode array, Run run) {
        Map<String, Rule> used = new TreeMap<>();
        for (Result result : results(run)) {
            Finding finding = result.finding();
            used.computeIfAbsent(
                    finding.rule(),
                    id -> run.rules()
                            .getOrDefault(id, new Rule(id, finding.check(), finding.severity(), id, id, "", "")));
        }
        Map<String, Integer> index = new LinkedHashMap<>();
        for (Rule rule : used.values()) {
            index.put(rule.id(), index.size());
            ObjectNode node = array.addObject().put("id", rule.id());
            node.putObject("shortDescription").put("text", rule.title());
            node.putObject("fullDescription").put("text", orTitle(rule.description(), rule));
            String help = orTitle(rule.description(), rule)
                    + (rule.remedy().isEmpty() ? "" : "\n\nWhat to do: " + rule.remedy());
            node.putObject("help").put("text", help).put("markdown", "**" + rule.title() + "**\n\n" + help);
            if (!rule.link().isEmpty()) {
                node.put("helpUri", rule.link());
            }
            node.putObject("defaultConfiguration").put("level", level(rule.severity()));
            node.putObject("properties").putArray("tags").add(rule.check());
        }
        return index;
    }

    private static String orTitle(String text, Rule rule) {
        return text.isEmpty() ? rule.title() : text;
    }

    private ObjectNode result(Result result, Map<String, Integer> index) {
        Finding finding = result.finding();
        ObjectNode node = mapper.createObjectNode()
                .put("ruleId", finding.rule())
                .put("ruleIndex", index.getOrDefault(finding.rule(), -1))
                .put("level", level(finding.severity()));
        String subject = Words.subject(finding);
        String where = result.where().isEmpty() ? "" : " (" + result.where() + ")";
        node.putObject("message").put("text", (subject.isEmpty() ? "" : subject + ": ") + finding.message() + where);
        ObjectNode location = node.putArray("locations").addObject();
        physical(location, primary(finding));
        if (!finding.resource().isNone()) {
            location.putArray("logicalLocations")
                    .addObject()
                    .put("name", finding.resource().name())
                    .put("fullyQualifiedName", finding.resource() + "#" + finding.path())
                    .put("kind", "resource");
        }
        related(node, finding);
        node.putObject("partialFingerprints").put("auditflow/v1", fingerprint(finding));
        if (!result.suppression().isEmpty()) {
            node.putArray("suppressions")
                    .addObject()
                    .put("kind", "external")
                    .put("justification", result.suppression());
        }
        return node;
    }

    private static Place primary(Finding finding) {
        Place best = Words.best(finding);
        return best.isNone() ? Place.file("auditflow.yaml") : best;
    }

    private void related(ObjectNode node, Finding finding) {
        ArrayNode related = mapper.createArrayNode();
        for (Origin.ValueOrigin value : finding.location().origin().values()) {
            if (!value.place().isNone() && !value.place().file().startsWith("--")) {
                ObjectNode location = related.addObject().put("id", related.size() - 1);
                physical(location, value.place());
                location.putObject("message").put("text", "values key " + value.key());
            }
        }
        if (!related.isEmpty()) {
            node.set("relatedLocations", related);
        }
    }

    private static void physical(ObjectNode location, Place place) {
        ObjectNode physical = location.putObject("physicalLocation");
        ObjectNode artifact = physical.putObject("artifactLocation").put("uri", uri(place.file()));
        if (!place.file().startsWith("/")) {
            artifact.put("uriBaseId", "%SRCROOT%");
        }
        if (place.line() > 0) {
            ObjectNode region = physical.putObject("region").put("startLine", place.line());
            if (place.column() > 0) {
                region.put("startColumn", place.column());
            }
        }
    }

    private static String uri(String file) {
        try {
            String path = file.replace('\\', '/');
            URI uri = path.startsWith("/") ? new URI("file", "", path, null) : new URI(null, null, path, null);
            return uri.toASCIIString();
        } catch (URISyntaxException e) {
            return java.net.URLEncoder.encode(file, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static String fingerprint(Finding finding) {
        return new Digest()
                .add(finding.rule())
                .add(finding.resource().apiVersion())
                .add(finding.resource().toString())
                .add(finding.path().toString())
                .text()
                .substring("sha256:".length());
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case DENY -> "error";
            case WARN -> "warning";
            case INFO -> "note";
        };
    }
}
