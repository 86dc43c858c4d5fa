package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.golden.GoldenFile;
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
import java.util.stream.Collectors;

/**
 * What is gone after a rollback, saved before it: manifests, states of objects and pods, the last lines of their containers,
 * events. Without what Secrets hold, and without lines that may hold a credential.
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
        files.put("manifests.yaml", manifests(objects));
        new Look(namespace, files).at(objects);
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

    /** What was sent, as golden files hold it. */
    private static String manifests(List<Resource> objects) {
        return GoldenFile.ofSecretsAlone().expected(objects).values().stream()
                .map(GoldenFile.Expected::text)
                .collect(Collectors.joining("---\n"));
    }

    /** One look at all objects; what it has seen when the cluster stops answering is kept. */
    private final class Look {
        private final String namespace;
        private final Map<String, String> files;
        private final ObjectNode states = JsonNodeFactory.instance.objectNode();
        private final ObjectNode pods = JsonNodeFactory.instance.objectNode();
        private final Set<String> names = new HashSet<>();

        Look(String namespace, Map<String, String> files) {
            this.namespace = namespace;
            this.files = files;
        }

        void at(List<Resource> objects) {
            try {
                for (Resource object : objects) {
                    at(object);
                }
                files.put("events.json", JsonText.of(events(namespace, names)));
            } catch (DeployException e) {
                missing(e.sentence());
            }
            files.put("objects.json", JsonText.of(states));
            files.put("pods.json", JsonText.of(pods));
        }

        private void at(Resource object) throws DeployException {
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
                    live.map(one -> Redaction.of(one.path("status")))
                            .orElse(JsonNodeFactory.instance.textNode("not there")));
            if (live.isPresent()) {
                for (JsonNode pod : workloads.pods(live.get())) {
                    at(pod, inside);
                }
            }
        }

        private void at(JsonNode pod, String inside) {
            String name = pod.path("metadata").path("name").asText("");
            names.add(name);
            pods.set(name, Redaction.of(pod.path("status")));
            for (ContainerLog log : workloads.logs(pod, inside)) {
                if (!log.problem().isEmpty()) {
                    missing("The log of container %s of pod %s: %s".formatted(log.container(), name, log.problem()));
                } else if (!log.lines().isBlank()) {
                    files.put("logs/%s.%s.log".formatted(name, log.container()), log.lines() + "\n");
                }
            }
        }

        private void missing(String sentence) {
            files.merge("incomplete.txt", sentence + "\n", String::concat);
        }
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
