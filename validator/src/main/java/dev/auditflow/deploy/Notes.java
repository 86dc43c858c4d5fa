package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Annotations by which a reconciler is asked for something. */
final class Notes {
    private Notes() {}

    /** Sets one. Whoever changes the object at the same time has waked its controller too. */
    static void set(Cluster cluster, String path, String name, String value) throws DeployException {
        Optional<JsonNode> object = cluster.get(path);
        if (object.isPresent()) {
            ObjectNode next = object.get().deepCopy();
            next.withObject("/metadata/annotations").put(name, value);
            try {
                cluster.replace(path, next);
            } catch (Cluster.Conflict e) {
                return;
            }
        }
    }
}
