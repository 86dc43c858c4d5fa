package dev.auditflow.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.auditflow.check.schema.PublicCharts;
import dev.auditflow.check.schema.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Objects of the kinds that the chart's webhook is asked about: the examples of all rules, and public ones beside us. */
final class Corpus {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Where objects of a kind are created; {@code %s} is the namespace. */
    private static final Map<String, String> PATHS = Map.ofEntries(
            Map.entry("ConfigMap", "/api/v1/namespaces/%s/configmaps"),
            Map.entry("PersistentVolumeClaim", "/api/v1/namespaces/%s/persistentvolumeclaims"),
            Map.entry("Pod", "/api/v1/namespaces/%s/pods"),
            Map.entry("PodTemplate", "/api/v1/namespaces/%s/podtemplates"),
            Map.entry("ReplicationController", "/api/v1/namespaces/%s/replicationcontrollers"),
            Map.entry("Secret", "/api/v1/namespaces/%s/secrets"),
            Map.entry("DaemonSet", "/apis/apps/v1/namespaces/%s/daemonsets"),
            Map.entry("Deployment", "/apis/apps/v1/namespaces/%s/deployments"),
            Map.entry("ReplicaSet", "/apis/apps/v1/namespaces/%s/replicasets"),
            Map.entry("StatefulSet", "/apis/apps/v1/namespaces/%s/statefulsets"),
            Map.entry("CronJob", "/apis/batch/v1/namespaces/%s/cronjobs"),
            Map.entry("Job", "/apis/batch/v1/namespaces/%s/jobs"),
            Map.entry("Ingress", "/apis/networking.k8s.io/v1/namespaces/%s/ingresses"),
            Map.entry("Role", "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/roles"),
            Map.entry("RoleBinding", "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/rolebindings"),
            Map.entry("ClusterRole", "/apis/rbac.authorization.k8s.io/v1/clusterroles"),
            Map.entry("ClusterRoleBinding", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"));

    private Corpus() {}

    /** An object, and where it is created. */
    record Entry(ObjectNode object, String path) {
        String name() {
            return object.path("kind").asText() + "/"
                    + object.at("/metadata/name").asText();
        }
    }

    /** All of them, each in the namespace if its kind is in one, with the account that pods need. */
    static List<Entry> in(String namespace) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : examples()) {
            read(file, namespace, entries);
        }
        Optional<Path> pods = SharedData.find("pss");
        if (pods.isPresent()) {
            for (Path file : yamlFiles(pods.get())) {
                read(file, namespace, entries);
            }
        }
        Optional<Path> charts = SharedData.find("charts");
        if (charts.isPresent()) {
            PublicCharts.objects(charts.get(), Integer.MAX_VALUE).forEach(object -> add(object, namespace, entries));
        }
        return entries;
    }

    private static List<Path> examples() throws IOException {
        return yamlFiles(Path.of("../policies")).stream()
                .filter(file -> file.endsWith("pass.yaml") || file.endsWith("fail.yaml"))
                .filter(file -> !file.toString().contains("target"))
                .toList();
    }

    private static List<Path> yamlFiles(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static void read(Path file, String namespace, List<Entry> entries) throws IOException {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            while (documents.hasNext()) {
                if (documents.next() instanceof ObjectNode object) {
                    add(object, namespace, entries);
                }
            }
        }
    }

    private static void add(ObjectNode object, String namespace, List<Entry> entries) {
        String path = PATHS.get(object.path("kind").asText());
        if (path == null || !(object.path("metadata") instanceof ObjectNode metadata)) {
            return;
        }
        if (path.contains("%s")) {
            metadata.put("namespace", namespace);
        }
        if (metadata.path("name").isMissingNode()
                && metadata.path("generateName").isMissingNode()) {
            metadata.put("name", "n" + entries.size());
        }
        if (object.path("spec") instanceof ObjectNode spec
                && object.path("kind").asText().equals("Pod")) {
            // Else the server asks for accounts that are not there before it asks the webhook.
            spec.remove("serviceAccount");
            spec.put("serviceAccountName", "web");
        }
        entries.add(new Entry(object, path.formatted(namespace)));
    }
}
