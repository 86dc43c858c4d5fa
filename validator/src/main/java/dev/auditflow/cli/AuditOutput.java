package dev.auditflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.admission.Decision;
import dev.auditflow.admission.audit.ApiServer;
import dev.auditflow.admission.audit.ClusterAudit;
import dev.auditflow.admission.audit.ReportWriter;
import dev.auditflow.check.Finding;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.JsonTree;
import dev.auditflow.yaml.MapNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Prints what an audit finds while it goes, and adds it up. */
final class AuditOutput implements ClusterAudit.Sink {
    private final PrintWriter out;
    private final boolean json;
    private final Optional<ReportWriter> writer;
    private final Consumer<String> done;
    private int found;
    private int judged;
    private int owned;
    private int unanswered;
    private int failed;
    private int warned;

    /** @param done told of each kind that is through */
    AuditOutput(PrintWriter out, boolean json, Optional<ReportWriter> writer, Consumer<String> done) {
        this.out = out;
        this.json = json;
        this.writer = writer;
        this.done = done;
    }

    @Override
    public void judged(MapNode object, Decision decision) throws ApiServer.Refused {
        failed += decision.allowed() ? 0 : 1;
        warned += decision.allowed() && !decision.warnings().isEmpty() ? 1 : 0;
        if (!decision.denials().isEmpty() || !decision.warnings().isEmpty()) {
            ResourceId id = ManifestReader.object(object).id();
            if (json) {
                out.println(line(id, decision));
            } else {
                decision.denials().forEach(finding -> print("deny", id, finding));
                decision.warnings().forEach(finding -> print("warn", id, finding));
            }
        }
        if (writer.isPresent()) {
            writer.get().write(object, decision);
        }
    }

    @Override
    public void unanswered(MapNode object, String reason) {
        out.printf("ERROR  %s: %s%n", ManifestReader.object(object).id(), reason);
    }

    @Override
    public void done(String kind, ClusterAudit.Count count) {
        found += count.found();
        judged += count.judged();
        owned += count.owned();
        unanswered += count.unanswered();
        done.accept(kind);
    }

    /** Prints the account, and gives the exit code. */
    int end(String digest, boolean noReports) {
        if (!json) {
            out.printf(
                    "%n%,d objects found, %,d judged, %,d made by controllers that were judged, %,d without an answer%n",
                    found, judged, owned, unanswered);
            String reports = writer.map(ReportWriter::summary)
                    .orElse(noReports ? "no reports were asked for" : "the cluster has no CRD for PolicyReports");
            out.printf("%s%npolicies %s%n", reports, digest);
            String verdict = unanswered > 0 || judged == 0 ? "ERROR" : failed > 0 ? "FAIL" : "PASS";
            out.printf("%n%s  %,d objects with denials, %,d with warnings only%n", verdict, failed, warned);
        }
        if (unanswered > 0 || judged == 0) {
            return ExitCode.NO_ANSWER;
        }
        return failed > 0 ? ExitCode.FINDINGS : ExitCode.PASS;
    }

    private void print(String word, ResourceId id, Finding finding) {
        String path = finding.path().isRoot() ? "" : " " + finding.path();
        out.printf("%s %s  %s%s: %s%n", word, finding.rule(), id, path, finding.message());
    }

    private static String line(ResourceId id, Decision decision) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("apiVersion", id.apiVersion())
                .put("kind", id.kind())
                .put("namespace", id.namespace())
                .put("name", id.name());
        findings(line.putArray("denied"), decision.denials());
        findings(line.putArray("warned"), decision.warnings());
        return JsonTree.write(line);
    }

    private static void findings(ArrayNode array, List<Finding> findings) {
        findings.forEach(finding -> array.addObject()
                .put("rule", finding.rule())
                .put("path", finding.path().toString())
                .put("message", finding.message()));
    }
}
