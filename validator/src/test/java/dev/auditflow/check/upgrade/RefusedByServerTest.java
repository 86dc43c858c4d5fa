package dev.auditflow.check.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.lab.Lab;
import dev.auditflow.manifest.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of fields before a real API server: each old object is applied, then the new one. What the table calls refused
 * is refused, and everything else is accepted.
 */
final class RefusedByServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String APPLY = "?fieldManager=upgrade&force=true";

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, String> plurals = new TreeMap<>();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theServerRefusesWhatTheTableSays() throws Exception {
        List<FieldCases.Case> cases = FieldCases.all();
        List<String> wrong = new ArrayList<>();
        try (Lab lab = Lab.start(folder)) {
            lab.send("POST", "/apis/storage.k8s.io/v1/storageclasses", "application/json", """
                    {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"fast"},
                    "provisioner":"example.com/disks","allowVolumeExpansion":true}""");
            for (int i = 0; i < cases.size(); i++) {
                FieldCases.Case one = cases.get(i);
                String namespace = "case-" + i;
                room(lab, namespace);
                remove(lab, one.before(), namespace);
                Lab.Response old = apply(lab, one.before(), namespace);
                if (old.status() >= 300) {
                    wrong.add(one.name() + ": the old object is refused: " + message(old));
                    continue;
                }
                settle(lab, one.before(), namespace);
                Lab.Response now = upgrade(lab, one, namespace);
                if (now.status() >= 300 != one.refused()) {
                    wrong.add("%s: %d %s".formatted(one.name(), now.status(), message(now)));
                }
                remove(lab, one.before(), namespace);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The same objects are a case of {@code diff}, which says so without a server. */
    @Test
    void theServerRefusesWhatTransitionRulesForbid() throws Exception {
        Path custom = Path.of("src/test/resources/diff/custom");
        String store = "/apis/example.org/v1/namespaces/default/stores/main" + APPLY;
        try (Lab lab = Lab.start(folder)) {
            String crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
            String definition = documents(custom.resolve("old.yaml")).getFirst();
            assertThat(lab.send("POST", crds, "application/yaml", definition).status())
                    .isEqualTo(201);
            while (!isEstablished(lab.send("GET", crds + "/stores.example.org", "application/json", ""))) {
                Thread.sleep(100);
            }
            String before = documents(custom.resolve("old.yaml")).getLast();
            assertThat(lab.send("PATCH", store, "application/apply-patch+yaml", before)
                            .status())
                    .isEqualTo(201);
            String after = documents(custom.resolve("new.yaml")).getLast();
            Lab.Response refused = lab.send("PATCH", store, "application/apply-patch+yaml", after);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(Files.readString(custom.resolve("human.txt")))
                    .contains("a store cannot shrink", "failed rule: self == oldSelf", "a key stays");
            assertThat(refused.body()).contains("a store cannot shrink", "failed rule: self == oldSelf", "a key stays");
        }
    }

    private static List<String> documents(Path file) throws IOException {
        return Pattern.compile("^---$", Pattern.MULTILINE)
                .splitAsStream(Files.readString(file))
                .toList();
    }

    /** A namespace with what a pod of it needs. */
    private static void room(Lab lab, String namespace) throws IOException, InterruptedException {
        String text = "{\"apiVersion\":\"v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"}}";
        lab.send("POST", "/api/v1/namespaces", "application/json", text.formatted("Namespace", namespace));
        String accounts = "/api/v1/namespaces/%s/serviceaccounts".formatted(namespace);
        lab.send("POST", accounts, "application/json", text.formatted("ServiceAccount", "default"));
    }

    private static boolean isEstablished(Lab.Response response) throws IOException {
        for (JsonNode condition : JSON.readTree(response.body()).path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Established")
                    && condition.path("status").asText().equals("True")) {
                return true;
            }
        }
        return false;
    }

    /** Claims can grow once a volume is bound to them; here nobody binds one. Names of a CRD are fixed once it is served. */
    private void settle(Lab lab, Resource object, String namespace) throws IOException, InterruptedException {
        if (object.id().kind().equals("PersistentVolumeClaim")) {
            lab.send(
                    "PATCH",
                    address(lab, object, namespace) + "/status",
                    "application/merge-patch+json",
                    "{\"status\":{\"phase\":\"Bound\",\"capacity\":{\"storage\":\"2Gi\"}}}");
        }
        if (object.id().kind().equals("CustomResourceDefinition")) {
            String address = address(lab, object, namespace);
            while (!isEstablished(lab.send("GET", address, "application/json", ""))) {
                Thread.sleep(100);
            }
        }
    }

    private Lab.Response apply(Lab lab, Resource object, String namespace) throws IOException, InterruptedException {
        String body = text(object, namespace);
        return lab.send("PATCH", address(lab, object, namespace) + APPLY, "application/apply-patch+yaml", body);
    }

    /** Only one object may have an address, and one without a namespace its name. */
    private void remove(Lab lab, Resource object, String namespace) throws IOException, InterruptedException {
        lab.send("DELETE", address(lab, object, namespace), "application/json", """
                {"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0}""");
    }

    /**
     * Applies the new object. What the server filled in for another strategy stays with an apply; Helm's patch says which keys
     * to keep where the kind asks for it, and takes a null for a removal, so it is made here as Helm makes it.
     */
    private Lab.Response upgrade(Lab lab, FieldCases.Case one, String namespace)
            throws IOException, InterruptedException {
        JsonNode spec = JSON.readTree(text(one.after(), namespace)).path("spec");
        for (String field : List.of("strategy", "updateStrategy")) {
            if (spec.path(field) instanceof ObjectNode strategy
                    && one.fields().toString().contains("spec." + field)) {
                if (field.equals("strategy")) {
                    List<String> keys = new ArrayList<>();
                    strategy.fieldNames().forEachRemaining(keys::add);
                    strategy.set("$retainKeys", JSON.valueToTree(keys));
                }
                ObjectNode patch = JSON.createObjectNode();
                patch.withObject("/spec").set(field, strategy);
                return lab.send(
                        "PATCH",
                        address(lab, one.after(), namespace),
                        "application/strategic-merge-patch+json",
                        patch.toString());
            }
        }
        return apply(lab, one.after(), namespace);
    }

    /** CRDs have a group for each case: the server takes its time to forget one. */
    private static String text(Resource object, String namespace) throws IOException {
        String text = new String(object.json(), StandardCharsets.UTF_8);
        if (object.id().kind().equals("CustomResourceDefinition")) {
            return text.replace("example.", namespace + ".example.");
        }
        ObjectNode root = (ObjectNode) JSON.readTree(text);
        ObjectNode metadata = root.withObject("/metadata");
        if (metadata.has("namespace")) {
            metadata.put("namespace", namespace);
            if (root.has("involvedObject")) {
                root.withObject("/involvedObject").put("namespace", namespace);
            }
        }
        return root.toString();
    }

    private String address(Lab lab, Resource object, String namespace) throws IOException, InterruptedException {
        String version = object.id().apiVersion();
        String kind = object.id().kind();
        if (!plurals.containsKey(version + kind)) {
            String root = (version.contains("/") ? "/apis/" : "/api/") + version;
            JsonNode found =
                    JSON.readTree(lab.send("GET", root, "application/json", "").body());
            for (JsonNode resource : found.path("resources")) {
                String plural = resource.path("name").asText();
                if (!plural.contains("/")) {
                    String inside = resource.path("namespaced").asBoolean() ? "/namespaces/%s/" : "/";
                    plurals.put(version + resource.path("kind").asText(), root + inside + plural + "/");
                }
            }
        }
        String name = JSON.readTree(text(object, namespace))
                .path("metadata")
                .path("name")
                .asText();
        return plurals.getOrDefault(version + kind, "/no/" + kind + "/").formatted(namespace) + name;
    }

    private static String message(Lab.Response response) throws IOException {
        return JSON.readTree(response.body()).path("message").asText();
    }
}
