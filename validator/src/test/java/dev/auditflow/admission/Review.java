package dev.auditflow.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Admission reviews for tests, as an API server sends them. */
final class Review {
    static final String UID = "705ab4f5-6393-11e8-b7cc-42010a800002";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** A pod that no rule of severity deny has anything against. */
    static final String GOOD_POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              namespace: shop
              labels: {app.kubernetes.io/name: web, app.kubernetes.io/instance: web, app.kubernetes.io/managed-by: Helm}
            spec:
              serviceAccountName: web
              automountServiceAccountToken: false
              securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: web
                  image: registry.example.com/web:1.2.3
                  securityContext:
                    allowPrivilegeEscalation: false
                    readOnlyRootFilesystem: true
                    capabilities: {drop: [ALL]}
                  resources: {requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 32Mi}}
            """;

    static final String BAD_POD = GOOD_POD.replace("web:1.2.3", "web:latest");

    private final ObjectNode root = JSON.createObjectNode();

    private Review() {}

    static Review create(String yaml) {
        return of("CREATE", yaml, null);
    }

    static Review update(String oldYaml, String yaml) {
        return of("UPDATE", yaml, oldYaml);
    }

    static Review delete(String oldYaml) {
        return of("DELETE", null, oldYaml);
    }

    static Review of(String operation, @Nullable String yaml, @Nullable String oldYaml) {
        Review review = new Review();
        JsonNode object = yaml == null ? null : tree(yaml);
        JsonNode old = oldYaml == null ? null : tree(oldYaml);
        JsonNode shown = object != null ? object : old == null ? JSON.createObjectNode() : old;
        String[] version = shown.path("apiVersion").asText("v1").split("/", 2);
        review.root.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        ObjectNode request = review.root.putObject("request");
        request.put("uid", UID);
        request.putObject("kind")
                .put("group", version.length == 2 ? version[0] : "")
                .put("version", version[version.length - 1])
                .put("kind", shown.path("kind").asText("Pod"));
        request.putObject("resource")
                .put("group", version.length == 2 ? version[0] : "")
                .put("version", version[version.length - 1])
                .put("resource", shown.path("kind").asText("Pod").toLowerCase(java.util.Locale.ROOT) + "s");
        request.put("name", shown.at("/metadata/name").asText(""));
        request.put("namespace", shown.at("/metadata/namespace").asText(""));
        request.put("operation", operation);
        request.putObject("userInfo").put("username", "admin");
        request.set("object", object);
        request.set("oldObject", old);
        request.put("dryRun", false);
        return review;
    }

    Review with(Consumer<ObjectNode> change) {
        change.accept((ObjectNode) root.path("request"));
        return this;
    }

    Review version(String version) {
        root.put("apiVersion", "admission.k8s.io/" + version);
        return this;
    }

    byte[] bytes() {
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
