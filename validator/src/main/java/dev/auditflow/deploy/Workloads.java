package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pods of workloads, as they are now. */
final class Workloads {
    private static final int LOG_LINES = 20;

    private final Cluster cluster;

    Workloads(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The pods that a workload made of its newest template; old ones that still run say nothing of it. */
    List<JsonNode> newPods(JsonNode workload) throws DeployException {
        List<JsonNode> pods = pods(workload);
        String kind = workload.path("kind").asText("");
        return switch (kind) {
            case "Deployment" -> {
                String hash = newestHash(workload);
                yield pods.stream()
                        .filter(pod -> label(pod, "pod-template-hash").equals(hash))
                        .toList();
            }
            case "StatefulSet" -> {
                String revision = workload.path("status").path("updateRevision").asText("");
                yield pods.stream()
                        .filter(pod -> label(pod, "controller-revision-hash").equals(revision))
                        .toList();
            }
            case "DaemonSet", "Job", "ReplicaSet" -> pods;
            default -> List.of();
        };
    }

    /** All pods that a workload selects. */
    List<JsonNode> pods(JsonNode workload) throws DeployException {
        String selector = selector(workload.path("spec").path("selector").path("matchLabels"));
        if (selector.isEmpty()) {
            return List.of();
        }
        return items("/api/v1/namespaces/%s/pods?labelSelector=%s".formatted(namespace(workload), selector));
    }

    private String newestHash(JsonNode deployment) throws DeployException {
        String selector = selector(deployment.path("spec").path("selector").path("matchLabels"));
        String newest = "";
        int last = -1;
        for (JsonNode set : items("/apis/apps/v1/namespaces/%s/replicasets?labelSelector=%s"
                .formatted(namespace(deployment), selector))) {
            int revision = revision(set);
            if (revision > last) {
                last = revision;
                newest = label(set, "pod-template-hash");
            }
        }
        return newest;
    }

    private static int revision(JsonNode set) {
        String text = set.path("metadata")
                .path("annotations")
                .path("deployment.kubernetes.io/revision")
                .asText("");
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** The first trouble of a workload's new pods. */
    Optional<PodTrouble> trouble(JsonNode workload) throws DeployException {
        for (JsonNode pod : newPods(workload)) {
            Optional<PodTrouble> trouble = PodTrouble.of(pod);
            if (trouble.isPresent()) {
                return trouble;
            }
        }
        return Optional.empty();
    }

    /** The last lines of a container's log, of the run before if it runs again; empty if there are none. */
    String log(String namespace, String pod, String container) {
        String path = "/api/v1/namespaces/%s/pods/%s/log?container=%s&tailLines=%d"
                .formatted(namespace, pod, container, LOG_LINES);
        String before = cluster.text(path + "&previous=true");
        return before.isBlank() ? cluster.text(path) : before;
    }

    List<JsonNode> items(String path) throws DeployException {
        List<JsonNode> items = new ArrayList<>();
        cluster.get(path).ifPresent(list -> list.path("items").forEach(items::add));
        return items;
    }

    private static String label(JsonNode object, String name) {
        return object.path("metadata").path("labels").path(name).asText("");
    }

    private static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText("");
    }

    private static String selector(JsonNode labels) {
        return labels.properties().stream()
                .map(label -> URLEncoder.encode(
                        label.getKey() + "=" + label.getValue().asText(""), StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
    }
}
