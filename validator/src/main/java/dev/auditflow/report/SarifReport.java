package dev.auditflow.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SARIF 2.1.0 (OASIS), within GitHub code scanning's limits. The template is the primary location, values keys are
 * related ones, the object and its line in the rendering are the logical ones. Fingerprints hold rule, object and path,
 * never a line. What a waiver or the baseline covers is a suppressed result.
 */
public final class SarifReport implements Report {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final String ROOT = "%SRCROOT%";
    /** What GitHub takes of one run; more makes it refuse the file. */
    private static final int MAX_RESULTS = 25_000;

    /** GitHub takes a thousand locations of a result and shows far fewer. */
    private static final int MAX_RELATED = 50;

    private final RepositoryFiles files;

    public SarifReport(RepositoryFiles files) {
        this.files = files;
    }

    private record Result(MergedFinding merged, String suppressedBy, String justification) {
        Finding finding() {
            return merged.finding();
        }
    }

    @Override
    public String write(Run run) {
        List<Result> all = results(run);
        List<Result> kept = all.size() <= MAX_RESULTS
                ? all
                : all.stream()
                        .sorted(Comparator.comparing((Result result) ->
                                        !result.suppressedBy().isEmpty())
                                .thenComparing(result -> result.finding().severity()))
                        .limit(MAX_RESULTS)
                        .toList();
        ObjectNode root =
                JsonNodeFactory.instance.objectNode().put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode sarif = root.putArray("runs").addObject();
        Map<String, Integer> index = new SarifRules(run)
                .write(
                        sarif.putObject("tool").putObject("driver"),
                        kept.stream().map(Result::finding).toList());
        invocation(sarif.putArray("invocations").addObject(), run, all.size() - kept.size());
        sarif.putObject("originalUriBaseIds")
                .putObject(ROOT)
                .putObject("description")
                .put("text", "The root of the repository");
        sarif.put("columnKind", "utf16CodeUnits");
        ArrayNode results = sarif.putArray("results");
        Map<String, Integer> seen = new HashMap<>();
        kept.forEach(result -> results.add(result(result, index, seen)));
        return JsonText.of(root);
    }

    private static void invocation(ObjectNode invocation, Run run, int left) {
        invocation.put("executionSuccessful", run.outcome() != Outcome.ERROR);
        ArrayNode notifications = invocation.putArray("toolExecutionNotifications");
        if (run.outcome() == Outcome.ERROR) {
            notification(
                    notifications,
                    "error",
                    "There is no verdict: " + Summary.of(run).headline());
        }
        if (left > 0) {
            notification(notifications, "warning", left + " results are left out; the JSON report holds all");
        }
    }

    private static void notification(ArrayNode notifications, String level, String text) {
        notifications.addObject().put("level", level).putObject("message").put("text", text);
    }

    private static List<Result> results(Run run) {
        List<Result> results = new ArrayList<>();
        MergedFinding.of(run).forEach(merged -> results.add(new Result(merged, "", "")));
        Map<Verdict.Waived, Result> waived = new LinkedHashMap<>();
        for (int i = 0; i < run.verdicts().size(); i++) {
            Verdict verdict = run.verdicts().get(i);
            for (Verdict.Waived one : verdict.waived()) {
                MergedFinding.Occurrence here = new MergedFinding.Occurrence(
                        i, verdict.target(), one.finding().location());
                MergedFinding merged = new MergedFinding(one.finding(), List.of(here), 1);
                waived.putIfAbsent(one, new Result(merged, one.by(), one.reason()));
            }
        }
        results.addAll(waived.values());
        return results;
    }

    private ObjectNode result(Result result, Map<String, Integer> index, Map<String, Integer> seen) {
        Finding finding = result.finding();
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("ruleId", finding.rule())
                .put("ruleIndex", index.getOrDefault(finding.rule(), -1))
                .put("level", SarifRules.level(finding.severity()));
        node.putObject("message").put("text", message(result.merged()));
        ObjectNode location = node.putArray("locations").addObject();
        Place primary = Words.best(finding);
        physical(location, RepositoryFiles.isFile(primary) ? primary : Place.file("auditflow.yaml"));
        logical(location, finding);
        related(node, result.merged());
        String fingerprint = fingerprint(finding);
        node.putObject("partialFingerprints")
                .put("auditflow/v1", fingerprint + ":" + seen.merge(fingerprint, 1, Integer::sum));
        suppression(node, result);
        properties(node.putObject("properties"), result.merged());
        return node;
    }

    /** The object, and its line in the rendering where that is another place than the primary one. */
    private void logical(ObjectNode location, Finding finding) {
        ArrayNode logical = JsonNodeFactory.instance.arrayNode();
        if (!finding.resource().isNone()) {
            logical.addObject()
                    .put("name", finding.resource().name())
                    .put("fullyQualifiedName", Words.subject(finding))
                    .put("kind", "resource");
        }
        Location places = finding.location();
        if (!places.rendered().isNone() && !places.origin().template().isNone()) {
            logical.addObject()
                    .put("name", "line " + places.rendered().line())
                    .put(
                            "fullyQualifiedName",
                            files.name(places.rendered().file()) + ":"
                                    + places.rendered().line())
                    .put("kind", "rendering");
        }
        if (!logical.isEmpty()) {
            location.set("logicalLocations", logical);
        }
    }

    private static String message(MergedFinding merged) {
        Finding finding = merged.finding();
        String subject = Words.subject(finding);
        String where = merged.where().isEmpty() ? "" : "\n(" + merged.where() + ")";
        String remedy = finding.remedy().isEmpty() ? "" : "\nfix: " + finding.remedy();
        String text = (subject.isEmpty() ? "" : subject + ": ") + finding.message() + where + remedy;
        // "[text](target)" is a link in SARIF, and none of ours.
        return Printable.text(text).replace("](", "] (");
    }

    private static void suppression(ObjectNode node, Result result) {
        if (!result.suppressedBy().isEmpty()) {
            node.putArray("suppressions")
                    .addObject()
                    .put("kind", "external")
                    .put("status", "accepted")
                    .put("justification", result.suppressedBy() + ": " + result.justification());
        }
    }

    private static void properties(ObjectNode properties, MergedFinding merged) {
        Finding finding = merged.finding();
        properties.put("check", finding.check());
        ArrayNode targets = properties.putArray("targets");
        merged.targets().forEach(targets::add);
        Location location = finding.location();
        if (!location.rendered().isNone()) {
            properties.put("rendered", location.rendered().toString());
        }
        if (!location.origin().template().isNone()) {
            properties.put("precision", JsonReport.word(location.origin().precision()));
        }
    }

    private void related(ObjectNode node, MergedFinding merged) {
        Map<Place, String> places = new LinkedHashMap<>();
        for (MergedFinding.Cause cause : merged.causes()) {
            for (Origin.ValueOrigin value : cause.location().origin().values()) {
                places.putIfAbsent(value.place(), "values key " + value.key());
            }
        }
        ArrayNode related = JsonNodeFactory.instance.arrayNode();
        places.forEach((place, text) -> {
            if (RepositoryFiles.isFile(place) && related.size() < MAX_RELATED) {
                ObjectNode location = related.addObject().put("id", related.size() - 1);
                physical(location, place);
                location.putObject("message").put("text", text);
            }
        });
        if (!related.isEmpty()) {
            node.set("relatedLocations", related);
        }
    }

    private void physical(ObjectNode location, Place place) {
        String name = files.name(place.file());
        ObjectNode physical = location.putObject("physicalLocation");
        ObjectNode artifact = physical.putObject("artifactLocation").put("uri", uri(name));
        if (!name.startsWith("/")) {
            artifact.put("uriBaseId", ROOT);
        }
        if (place.line() > 0) {
            ObjectNode region = physical.putObject("region").put("startLine", place.line());
            if (place.column() > 0) {
                region.put("startColumn", place.column());
            }
        }
    }

    /** The name as a relative reference, or an absolute {@code file:} URI (RFC 3986). */
    private static String uri(String name) {
        StringBuilder uri = new StringBuilder(name.startsWith("/") ? "file://" : "");
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || "/-._~+,=@".indexOf(c) >= 0) {
                uri.append(c);
            } else {
                uri.append("%%%02X".formatted((int) c));
            }
        }
        return uri.toString();
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
}
