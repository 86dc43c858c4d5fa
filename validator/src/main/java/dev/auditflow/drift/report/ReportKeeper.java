package dev.auditflow.drift.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.drift.ReleaseDrift;
import dev.auditflow.host.Digest;
import dev.auditflow.report.PolicyReportApi;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps a PolicyReport of each release in its namespace, in the form that the cluster has a CRD for. One is written when what it says
 * has changed, not at every look.
 */
public final class ReportKeeper {
    private static final String DIGEST = "auditflow.dev/digest";

    private final Clock clock;
    private final Consumer<String> say;
    private String said = "";

    /** @param say is told why nothing is kept, once for each reason */
    public ReportKeeper(Clock clock, Consumer<String> say) {
        this.clock = clock;
        this.say = say;
    }

    /** Keeps what was seen. A cluster that takes no reports keeps nobody from looking. */
    public void keep(Cluster cluster, List<ReleaseDrift> releases) {
        try {
            Optional<PolicyReportApi> api = api(cluster);
            if (api.isEmpty()) {
                told("no PolicyReport is kept: the cluster has no CRD of wgpolicyk8s.io or openreports.io");
                return;
            }
            for (ReleaseDrift release : releases) {
                keep(cluster, release, api.get());
            }
            said = "";
        } catch (DeployException e) {
            told("no PolicyReport is kept: " + e.sentence());
        }
    }

    private static Optional<PolicyReportApi> api(Cluster cluster) throws DeployException {
        for (PolicyReportApi api : PolicyReportApi.ALL) {
            if (cluster.get("/apis/" + api.apiVersion()).isPresent()) {
                return Optional.of(api);
            }
        }
        return Optional.empty();
    }

    private void keep(Cluster cluster, ReleaseDrift release, PolicyReportApi api) throws DeployException {
        ObjectNode report = DriftPolicyReport.report(release, api, clock.instant());
        String digest = digest(report);
        ObjectNode metadata = report.withObject("/metadata");
        metadata.withObject("/annotations").put(DIGEST, digest);
        String folder = api.path(release.namespace());
        String path = folder + "/" + metadata.path("name").asText();
        Optional<JsonNode> there = cluster.get(path);
        try {
            if (there.isEmpty()) {
                cluster.create(folder, report);
            } else if (!note(there.get()).equals(digest)) {
                JsonNode version = there.get().path("metadata").path("resourceVersion");
                metadata.put("resourceVersion", version.asText());
                cluster.replace(path, report);
            }
        } catch (Cluster.Conflict e) {
            // Another watch has just written it, from the same cluster.
            return;
        }
    }

    private static String note(JsonNode report) {
        return report.path("metadata").path("annotations").path(DIGEST).asText("");
    }

    /** Of all that it says, but for when. */
    private static String digest(ObjectNode report) {
        ObjectNode timeless = report.deepCopy();
        timeless.path("results").forEach(result -> ((ObjectNode) result).remove("timestamp"));
        return Digest.of(timeless.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void told(String sentence) {
        if (!sentence.equals(said)) {
            said = sentence;
            say.accept(sentence);
        }
    }
}
