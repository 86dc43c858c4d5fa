package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.Resource;
import dev.auditflow.report.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is gone after a rollback, saved before it: states of objects and pods, the last lines of their containers, events. Without
 * Secrets, and without lines that may hold a credential.
 */
final class Evidence {
    private final Cluster cluster;
    private final Workloads workloads;
    private final Path folder;

    Evidence(Cluster cluster, Path folder) {
        this.cluster = cluster;
        this.workloads = new Workloads(cluster);
        this.folder = folder;
    }

    /**
     * Saves it.
     *
     * @param name of the folder below the one for evidence
     * @param summary what is said of the failure
     * @param alerts that fired; may be empty
     * @return the folder and the digest of what is in it; empty text if it could not be saved, which stops no rollback
     */
    String save(String name, String namespace, List<Resource> objects, String summary, String alerts) {
        TreeMap<String, String> files = new TreeMap<>();
        files.put("summary.txt", Redaction.of(summary) + "\n");
        if (!alerts.isEmpty()) {
            files.put("alerts.txt", alerts);
        }
        try {
            collect(namespace, objects, files);
        } catch (DeployException e) {
            files.put("incomplete.txt", e.sentence() + "\n");
        }
        files.replaceAll((_, text) -> cluster.hidden().takenFrom(text));
        Path place = folder.resolve(name);
        Digest digest = new Digest();
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                AtomicFiles.write(place.resolve(file.getKey()), file.getValue());
                digest.add(file.getKey()).add(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return "";
        }
        return place + " " + digest.text();
    }

    private void collect(String namespace, List<Resource> objects, Map<String, String> files) throws DeployException {
        ObjectNode states = JsonNodeFactory.instance.objectNode();
        ObjectNode pods = JsonNodeFactory.instance.objectNode();
        Set<String> names = new HashSet<>();
        for (Resource object : objects) {
            String inside =
                    object.id().namespace().isEmpty() ? namespace : object.id().namespace();
            names.add(object.id().name());
            Optional<String> path = cluster.path(
                    object.id().apiVersion(),
                    object.id().kind(),
                    inside,
                    object.id().name());
            Optional<JsonNode> live = path.isEmpty() ? Optional.empty() : cluster.get(path.get());
            states.set(
                    object.id().toString(),
                    live.map(one -> one.path("status")).orElse(JsonNodeFactory.instance.textNode("not there")));
            if (live.isPresent()) {
                List<JsonNode> own =
                        object.id().kind().equals("Pod") ? List.of(live.get()) : workloads.pods(live.get());
                for (JsonNode pod : own) {
                    names.add(pod(pod, inside, pods, files));
                }
            }
        }
        files.put("objects.json", JsonText.of(states));
        files.put("pods.json", JsonText.of(pods));
        files.put("events.json", JsonText.of(events(namespace, names)));
    }

    private String pod(JsonNode pod, String namespace, ObjectNode pods, Map<String, String> files) {
        String name = pod.path("metadata").path("name").asText("");
        pods.set(name, pod.path("status"));
        for (String list : new String[] {"initContainers", "containers"}) {
            for (JsonNode container : pod.path("spec").path(list)) {
                String own = container.path("name").asText("");
                String log = workloads.log(namespace, name, own);
                if (!log.isBlank()) {
                    files.put("logs/%s.%s.log".formatted(name, own), Redaction.of(log) + "\n");
                }
            }
        }
        return name;
    }

    private ObjectNode events(String namespace, Set<String> names) throws DeployException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode events = root.putArray("events");
        for (JsonNode event : workloads.items("/api/v1/namespaces/" + namespace + "/events")) {
            JsonNode about = event.path("involvedObject");
            if (names.contains(about.path("name").asText(""))) {
                events.addObject()
                        .put(
                                "object",
                                about.path("kind").asText("") + "/"
                                        + about.path("name").asText(""))
                        .put("type", event.path("type").asText(""))
                        .put("reason", event.path("reason").asText(""))
                        .put("message", Redaction.of(event.path("message").asText("")))
                        .put("last", event.path("lastTimestamp").asText(""))
                        .put("count", event.path("count").asInt());
            }
        }
        return root;
    }
}
