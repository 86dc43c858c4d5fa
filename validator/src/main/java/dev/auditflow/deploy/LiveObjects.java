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
        String inside =
                object.id().namespace().isEmpty() ? namespace : object.id().namespace();
        Optional<String> path = cluster.path(
                object.id().apiVersion(),
                object.id().kind(),
                inside,
                object.id().name());
        Optional<JsonNode> live = path.isEmpty() ? Optional.empty() : cluster.get(path.get());
        if (live.isEmpty()) {
            return new Health(Health.State.NOT_FOUND, "it is not there");
        }
        Health health = ObjectHealth.of(live.get(), clock.instant());
        if (health.isCurrent() || health.state() == Health.State.FAILED) {
            return health;
        }
        Optional<PodTrouble> trouble = workloads.trouble(live.get());
        if (trouble.isPresent()) {
            return Health.failed(cluster.hidden().takenFrom(trouble.get().words()) + lastLines(inside, trouble.get()));
        }
        return isUnused(live.get(), inside) ? Health.current() : health;
    }

    private String lastLines(String namespace, PodTrouble trouble) {
        String log = Redaction.of(workloads.log(namespace, trouble.pod(), trouble.container()));
        return log.isBlank()
                ? ""
                : "; its last lines:\n" + log.stripTrailing().indent(4).stripTrailing();
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
