package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pods of workloads, as they are now. */
final class Workloads {
    /** Replicas of one template write alike. */
    private static final int LOGS_SHOWN = 3;

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
            case "DaemonSet" -> {
                String generation = workload.path("metadata")
                        .path("annotations")
                        .path("deprecated.daemonset.template.generation")
                        .asText("");
                yield pods.stream()
                        .filter(pod -> label(pod, "pod-template-generation").equals(generation))
                        .toList();
            }
            case "Job", "ReplicaSet", "Pod" -> pods;
            default -> List.of();
        };
    }

    /** All pods that a workload selects; a pod is its own. */
    List<JsonNode> pods(JsonNode workload) throws DeployException {
        if (workload.path("kind").asText("").equals("Pod")) {
            return List.of(workload);
        }
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

    /** A container's trouble with the end of its log. */
    String words(PodTrouble trouble, String namespace) {
        String words = cluster.hidden().takenFrom(trouble.words());
        return trouble.hasRun()
                ? words + log(namespace, trouble.pod(), trouble.container()).behind()
                : words;
    }

    /**
     * The ends of the logs of a workload's new pods, to stand behind a sentence about its failure, which a cluster that does not
     * hand them out must not hide; empty if there are none.
     */
    String lastLines(JsonNode workload) {
        try {
            return newPods(workload).stream()
                    .flatMap(pod -> logs(pod, namespace(workload)).stream())
                    .map(ContainerLog::behindOthers)
                    .filter(words -> !words.isEmpty())
                    .limit(LOGS_SHOWN)
                    .collect(Collectors.joining());
        } catch (DeployException e) {
            return "; its pods cannot be read: " + e.sentence();
        }
    }

    /** The ends of the logs of a pod's containers, in the order of their runs. */
    List<ContainerLog> logs(JsonNode pod, String namespace) {
        String name = pod.path("metadata").path("name").asText("");
        return Stream.of("initContainers", "containers")
                .flatMap(list -> pod.path("spec").path(list).valueStream())
                .map(container -> log(namespace, name, container.path("name").asText("")))
                .toList();
    }

    private ContainerLog log(String namespace, String pod, String container) {
        return ContainerLog.read(cluster, namespace, pod, container);
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
