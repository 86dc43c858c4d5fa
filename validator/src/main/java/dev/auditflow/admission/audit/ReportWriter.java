package dev.auditflow.admission.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.auditflow.admission.Decision;
import dev.auditflow.check.Finding;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.report.PolicyReportApi;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a PolicyReport for each object that has findings (wgpolicyk8s.io/v1alpha2, or openreports.io/v1alpha1), owned by
 * the object, so that it goes when the object goes. Only what changed is written, and no report is larger than a few
 * kilobytes. Of what is there it keeps a name and a digest.
 */
public final class ReportWriter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String MANAGED = "app.kubernetes.io/managed-by";
    private static final String US = "auditflow";
    private static final String DIGEST = "auditflow.dev/digest";
    private static final int MOST_RESULTS = 50;
    private static final int LONGEST_MESSAGE = 400;
    private static final int PAGE = 500;

    private final ApiServer server;
    private final PolicyReportApi format;
    private final Map<String, Known> known = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private int written;
    private int removed;
    private int unchanged;

    /** A report that is there. */
    private record Known(String digest, String version) {}

    private ReportWriter(ApiServer server, PolicyReportApi format) {
        this.server = server;
        this.format = format;
    }

    /** A writer in the form that the cluster has both CRDs for, the older one first; empty if it has none. */
    public static Optional<ReportWriter> find(ApiServer server) throws ApiServer.Refused {
        for (PolicyReportApi format : PolicyReportApi.ALL) {
            Set<String> served = ResourceType.names(server, "/apis/" + format.apiVersion());
            if (served.contains(format.plural()) && served.contains(format.clusterPlural())) {
                ReportWriter writer = new ReportWriter(server, format);
                writer.look("/apis/" + format.apiVersion() + "/" + format.plural());
                writer.look("/apis/" + format.apiVersion() + "/" + format.clusterPlural());
                return Optional.of(writer);
            }
        }
        return Optional.empty();
    }

    /** What was done: {@code 3 reports written, 1 removed, 40 as they were}. */
    public String summary() {
        return "%d reports written, %d removed, %d as they were (%s)"
                .formatted(written, removed, unchanged, format.apiVersion());
    }

    private void look(String path) throws ApiServer.Refused {
        String next = "";
        do {
            String page = path + "?labelSelector=" + MANAGED + "%3D" + US + "&limit=" + PAGE + next;
            MapNode list = server.get(page)
                    .orElseThrow(() -> new ApiServer.Refused(
                            "Cannot read " + path + ": the server does not serve it yet; try again in some seconds",
                            0));
            for (Node item : ResourceType.items(list, "items")) {
                MapNode metadata = ((MapNode) item).map("metadata").orElseThrow();
                known.put(
                        key(
                                metadata.string("namespace").orElse(""),
                                metadata.string("name").orElse("")),
                        new Known(
                                metadata.map("annotations")
                                        .flatMap(a -> a.string(DIGEST))
                                        .orElse(""),
                                metadata.string("resourceVersion").orElse("")));
            }
            String token = list.map("metadata")
                    .flatMap(metadata -> metadata.string("continue"))
                    .orElse("");
            next = token.isEmpty()
                    ? ""
                    : "&continue=" + java.net.URLEncoder.encode(token, java.nio.charset.StandardCharsets.UTF_8);
        } while (!next.isEmpty());
    }

    /** Writes, replaces or removes the report about an object. */
    public void write(MapNode object, Decision decision) throws ApiServer.Refused {
        MapNode metadata = object.map("metadata").orElseThrow();
        String uid = metadata.string("uid").orElse("");
        String namespace = metadata.string("namespace").orElse("");
        String name = "auditflow-" + uid;
        Known there = known.get(key(namespace, name));
        seen.add(key(namespace, name));
        if (decision.denials().isEmpty() && decision.warnings().isEmpty()) {
            if (there != null) {
                server.delete(format.path(namespace) + "/" + name);
                removed++;
            }
            return;
        }
        String content = content(decision);
        String digest = Digest.of(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (there != null && there.digest().equals(digest)) {
            unchanged++;
            return;
        }
        String report = report(object, name, namespace, uid, digest, there == null ? "" : there.version(), content);
        if (there == null) {
            server.create(format.path(namespace), report);
        } else {
            server.replace(format.path(namespace) + "/" + name, report);
        }
        written++;
    }

    /** Removes reports about what was not seen in a whole audit: kinds that nothing looks at any more. */
    public void removeOthers() throws ApiServer.Refused {
        for (String key : known.keySet()) {
            if (!seen.contains(key)) {
                String[] parts = key.split("/", 2);
                server.delete(format.path(parts[0]) + "/" + parts[1]);
                removed++;
            }
        }
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    private String report(
            MapNode object, String name, String namespace, String uid, String digest, String version, String content) {
        ResourceId id = ManifestReader.object(object).id();
        return text(json -> {
            json.writeStartObject();
            json.writeStringField("apiVersion", format.apiVersion());
            json.writeStringField("kind", namespace.isEmpty() ? format.clusterKind() : format.kind());
            json.writeObjectFieldStart("metadata");
            json.writeStringField("name", name);
            if (!namespace.isEmpty()) {
                json.writeStringField("namespace", namespace);
            }
            if (!version.isEmpty()) {
                json.writeStringField("resourceVersion", version);
            }
            json.writeObjectFieldStart("labels");
            json.writeStringField(MANAGED, US);
            json.writeEndObject();
            json.writeObjectFieldStart("annotations");
            json.writeStringField(DIGEST, digest);
            json.writeEndObject();
            json.writeArrayFieldStart("ownerReferences");
            reference(json, id, "", uid);
            json.writeEndArray();
            json.writeEndObject();
            json.writeFieldName("scope");
            reference(json, id, namespace, uid);
            json.writeRaw("," + content.substring(1, content.length() - 1));
            json.writeEndObject();
        });
    }

    private static void reference(JsonGenerator json, ResourceId id, String namespace, String uid) throws IOException {
        json.writeStartObject();
        json.writeStringField("apiVersion", id.apiVersion());
        json.writeStringField("kind", id.kind());
        json.writeStringField("name", id.name());
        if (!namespace.isEmpty()) {
            json.writeStringField("namespace", namespace);
        }
        json.writeStringField("uid", uid);
        json.writeEndObject();
    }

    /** Summary and results, without anything that changes from run to run. */
    private static String content(Decision decision) {
        return text(json -> {
            json.writeStartObject();
            json.writeStringField("source", US);
            json.writeObjectFieldStart("summary");
            json.writeNumberField(
                    "pass", Math.max(0, decision.checked() - rules(decision.denials()) - rules(decision.warnings())));
            json.writeNumberField("fail", decision.denials().size());
            json.writeNumberField("warn", decision.warnings().size());
            json.writeNumberField("error", 0);
            json.writeNumberField("skip", decision.waived().size());
            json.writeEndObject();
            json.writeArrayFieldStart("results");
            int left = MOST_RESULTS;
            left = results(json, decision.denials(), "fail", left);
            results(json, decision.warnings(), "warn", left);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static int rules(List<Finding> findings) {
        return (int) findings.stream().map(Finding::rule).distinct().count();
    }

    private static int results(JsonGenerator json, List<Finding> findings, String result, int left) throws IOException {
        for (Finding finding : findings.stream().limit(left).toList()) {
            String message = finding.message();
            json.writeStartObject();
            json.writeStringField("source", US);
            json.writeStringField("policy", finding.rule());
            json.writeStringField("rule", finding.rule());
            json.writeStringField("result", result);
            json.writeStringField(
                    "message",
                    message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 1) + "…");
            if (!finding.path().isRoot()) {
                json.writeObjectFieldStart("properties");
                json.writeStringField("path", finding.path().toString());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return left - Math.min(left, findings.size());
    }

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static String text(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
