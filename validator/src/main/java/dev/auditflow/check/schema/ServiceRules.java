package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.List;
import java.util.Optional;

/** Constraints of Services in which several fields take part. */
final class ServiceRules {
    private ServiceRules() {}

    static void check(MapNode service, FieldPath path, Sink sink) {
        Optional<MapNode> found = service.map("spec");
        if (found.isEmpty()) {
            return;
        }
        MapNode spec = found.get();
        FieldPath place = path.key("spec");
        String type = Constraints.scalar(spec, "type").orElse("ClusterIP");
        boolean headless =
                Constraints.scalar(spec, "clusterIP").filter("None"::equals).isPresent();
        List<Node> ports = PodRules.items(spec, "ports");
        if (ports.isEmpty() && !headless && !type.equals("ExternalName")) {
            sink.report(SchemaRules.MISSING_FIELD, place.key("ports"), "a Service needs ports, unless it is headless");
        }
        if (type.equals("ExternalName") && Constraints.isEmpty(spec, "externalName")) {
            sink.report(
                    SchemaRules.MISSING_FIELD, place.key("externalName"), "the type ExternalName needs externalName");
        }
        if (headless && (type.equals("NodePort") || type.equals("LoadBalancer"))) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    place.key("clusterIP"),
                    "clusterIP None is not possible for the type " + type);
        }
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i) instanceof MapNode port) {
                port(port, ports.size(), type, place.key("ports").index(i), sink);
            }
        }
    }

    private static void port(MapNode port, int all, String type, FieldPath path, Sink sink) {
        if (all > 1 && Constraints.isEmpty(port, "name")) {
            sink.report(SchemaRules.MISSING_FIELD, path.key("name"), "each of several ports needs a name");
        }
        boolean takesNodePort = Constraints.scalar(port, "nodePort")
                .filter(number -> !number.equals("0"))
                .isPresent();
        if (takesNodePort && type.equals("ClusterIP")) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("nodePort"), "the type ClusterIP takes no nodePort");
        }
    }
}
