package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.manifest.Resource;
import java.time.Clock;
import java.util.Optional;

/** How objects are in the cluster right now, with the pods behind them. */
final class LiveObjects {
    private final Cluster cluster;
    private final Workloads workloads;
    private final Clock clock;

    LiveObjects(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.workloads = new Workloads(cluster);
        this.clock = clock;
    }

    /** How one object is now. */
    Health look(Resource object, String namespace) throws DeployException {
        Optional<JsonNode> live = live(object, namespace);
        if (live.isEmpty()) {
            return new Health(Health.State.NOT_FOUND, "it is not there");
        }
        Health health = ObjectHealth.of(live.get(), clock.instant());
        if (health.isCurrent() || !ObjectHealth.isSeen(live.get())) {
            return health;
        }
        if (health.state() == Health.State.FAILED) {
            return Health.failed(cluster.hidden().takenFrom(health.reason()) + workloads.lastLines(live.get()));
        }
        Optional<PodTrouble> trouble = workloads.trouble(live.get());
        if (trouble.isPresent()) {
            return Health.failed(workloads.words(trouble.get(), inside(object, namespace)));
        }
        return isUnused(live.get(), inside(object, namespace)) ? Health.current() : health;
    }

    /** What the containers of an object's pods wrote last, to stand behind a sentence; empty if the object is not there. */
    Optional<String> lastLines(Resource object, String namespace) throws DeployException {
        return live(object, namespace).map(workloads::lastLines);
    }

    private Optional<JsonNode> live(Resource object, String namespace) throws DeployException {
        Optional<String> path = cluster.path(
                object.id().apiVersion(),
                object.id().kind(),
                inside(object, namespace),
                object.id().name());
        return path.isEmpty() ? Optional.empty() : cluster.get(path.get());
    }

    private static String inside(Resource object, String namespace) {
        return object.id().namespace().isEmpty() ? namespace : object.id().namespace();
    }

    /** A volume that waits for its first consumer is not bound before a pod mounts it. */
    private boolean isUnused(JsonNode object, String namespace) throws DeployException {
        if (!object.path("kind").asText("").equals("PersistentVolumeClaim")) {
            return false;
        }
        String name = object.path("metadata").path("name").asText("");
        for (JsonNode pod : workloads.items("/api/v1/namespaces/" + namespace + "/pods")) {
            for (JsonNode volume : pod.path("spec").path("volumes")) {
                if (volume.path("persistentVolumeClaim")
                        .path("claimName")
                        .asText("")
                        .equals(name)) {
                    return false;
                }
            }
        }
        return true;
    }
}
