package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** The Lease of a release as the API server keeps it. */
final class LeaseObject {
    private LeaseObject() {}

    static ObjectNode fresh(String namespace, String release) {
        ObjectNode lease = JsonNodeFactory.instance.objectNode();
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        lease.putObject("metadata").put("name", name(release)).put("namespace", namespace);
        return lease;
    }

    static String version(JsonNode lease) {
        return lease.path("metadata").path("resourceVersion").asText("");
    }

    private static String name(String release) {
        return "auditflow." + release;
    }

    static String folder(String namespace) {
        return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
    }

    static String path(String namespace, String release) {
        return folder(namespace) + "/" + name(release);
    }

    /** When the API server wrote it last, by its own clock, to a second. */
    static Optional<Instant> written(JsonNode lease) {
        return lease.path("metadata")
                .path("managedFields")
                .valueStream()
                .map(field -> field.path("time").asText(""))
                .filter(time -> !time.isEmpty())
                .map(Instant::parse)
                .max(Comparator.naturalOrder());
    }
}
