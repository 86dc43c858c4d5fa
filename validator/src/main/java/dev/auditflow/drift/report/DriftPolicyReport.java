package dev.auditflow.drift.report;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.drift.Drift;
import dev.auditflow.drift.ReleaseDrift;
import dev.auditflow.report.PolicyReportApi;
import dev.auditflow.yaml.JsonTree;
import java.time.Instant;
import java.util.List;

/**
 * PolicyReports (wgpolicyk8s.io/v1alpha2), one for each release, as a List that {@code kubectl apply} takes. A difference is a result
 * that failed; what could not be looked at is one with an error.
 */
final class DriftPolicyReport {
    /** Another one than the audit's, which removes reports of its own about what is gone. */
    private static final String MANAGER = "auditflow-drift";

    private static final int LONGEST = 400;
    private static final int MOST = 200;

    private DriftPolicyReport() {}

    static String write(List<ReleaseDrift> drifts, Instant time) {
        ObjectNode list =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = list.putArray("items");
        drifts.forEach(release -> items.add(report(release, PolicyReportApi.WGPOLICY, time)));
        return JsonTree.write(list, new DefaultPrettyPrinter()) + "\n";
    }

    /** The report about one release. */
    static ObjectNode report(ReleaseDrift release, PolicyReportApi api, Instant time) {
        ObjectNode report = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", api.apiVersion())
                .put("kind", api.kind());
        ObjectNode metadata = report.putObject("metadata")
                .put("name", "auditflow-drift." + release.release())
                .put("namespace", release.namespace());
        metadata.putObject("labels").put("app.kubernetes.io/managed-by", MANAGER);
        int failed = release.drifts().size();
        long drifted = release.drifts().stream()
                .filter(drift -> drift.kind() != Drift.Kind.LEFT_OVER && !drift.isOfRelease())
                .map(Drift::object)
                .distinct()
                .count();
        int errors = release.unseen().size();
        report.putObject("summary")
                .put("pass", release.objects() - drifted)
                .put("fail", failed)
                .put("warn", 0)
                .put("error", errors)
                .put("skip", release.ignored());
        ArrayNode results = report.putArray("results");
        release.drifts().stream().limit(MOST).forEach(drift -> results.add(result(drift, time)));
        for (String sentence : release.unseen()) {
            results.add(result("error", Words.line(sentence), time));
        }
        return report;
    }

    private static ObjectNode result(Drift drift, Instant time) {
        ObjectNode result = result("fail", Words.sentence(drift), time);
        if (!drift.object().isNone()) {
            result.putArray("resources")
                    .addObject()
                    .put("apiVersion", drift.object().apiVersion())
                    .put("kind", drift.object().kind())
                    .put("namespace", drift.object().namespace())
                    .put("name", drift.object().name());
        }
        ObjectNode properties =
                result.putObject("properties").put("kind", drift.kind().word());
        if (!drift.field().isEmpty()) {
            properties.put("field", drift.field());
        }
        if (!drift.manager().isEmpty()) {
            properties.put("manager", drift.manager());
        }
        return result;
    }

    private static ObjectNode result(String outcome, String message, Instant time) {
        ObjectNode result = JsonNodeFactory.instance
                .objectNode()
                .put("source", "auditflow")
                .put("policy", "auditflow-drift")
                .put("category", "drift")
                .put("severity", "medium")
                .put("result", outcome)
                .put("message", message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…");
        result.putObject("timestamp").put("seconds", time.getEpochSecond()).put("nanos", 0);
        return result;
    }
}
