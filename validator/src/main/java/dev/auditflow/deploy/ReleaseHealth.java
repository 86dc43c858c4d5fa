package dev.auditflow.deploy;

import dev.auditflow.manifest.Resource;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the objects of a stored release are right now.
 *
 * @param objects in the order of the manifest, without hooks
 */
record ReleaseHealth(Map<Resource, Health> objects) {
    static ReleaseHealth of(Cluster cluster, StoredRelease stored, String namespace, Clock clock)
            throws DeployException {
        return of(cluster, SentObjects.objects(stored), namespace, clock);
    }

    static ReleaseHealth of(Cluster cluster, List<Resource> all, String namespace, Clock clock) throws DeployException {
        LiveObjects live = new LiveObjects(cluster, clock);
        Map<Resource, Health> objects = new LinkedHashMap<>();
        for (Resource object : all) {
            if (object.annotation("helm.sh/hook").isEmpty()) {
                objects.put(object, live.look(object, namespace));
            }
        }
        return new ReleaseHealth(objects);
    }

    /** The first object that is not as it should be, with the reason. */
    Optional<String> unhealthy() {
        return objects.entrySet().stream()
                .filter(entry -> !entry.getValue().isCurrent())
                .map(entry -> entry.getKey().id() + ": " + entry.getValue().reason())
                .findFirst();
    }
}
