package dev.auditflow.check.upgrade;

import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where objects hold the template of their pods, and numbers of them. */
final class Pods {
    private static final Map<String, String> TEMPLATES = Map.of(
            "Deployment", "spec.template",
            "StatefulSet", "spec.template",
            "DaemonSet", "spec.template",
            "ReplicaSet", "spec.template",
            "ReplicationController", "spec.template",
            "Job", "spec.template",
            "Rollout", "spec.template",
            "CronJob", "spec.jobTemplate.spec.template");

    private Pods() {}

    /** Fields of the template, dotted; empty for objects without one. A Pod has none, it is one. */
    static String path(ResourceId id) {
        return TEMPLATES.getOrDefault(id.kind(), "");
    }

    /** Fields of the pod's spec; empty for objects without pods. */
    static String spec(ResourceId id) {
        return id.kind().equals("Pod") && id.group().isEmpty() ? "spec" : path(id).isEmpty() ? "" : path(id) + ".spec";
    }

    static Optional<MapNode> template(Resource resource) {
        String path = path(resource.id());
        return path.isEmpty() ? Optional.empty() : map(resource, path);
    }

    static Optional<MapNode> map(Resource resource, String path) {
        return resource.at(FieldPath.of((Object[]) path.split("\\.", -1)))
                .filter(MapNode.class::isInstance)
                .map(MapNode.class::cast);
    }

    static Optional<String> text(Resource resource, String... path) {
        return resource.at(FieldPath.of((Object[]) path)).flatMap(Pods::text);
    }

    static Optional<String> text(Node node) {
        return node instanceof ScalarNode scalar && !scalar.isNull() ? Optional.of(scalar.text()) : Optional.empty();
    }

    /** How many pods an object asks for: 1 if it does not say. */
    static int replicas(Resource resource) {
        return text(resource, "spec", "replicas").flatMap(Pods::number).orElse(1);
    }

    static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** {@code 3 pods}, {@code 1 pod}. */
    static String counted(int pods) {
        return pods + (pods == 1 ? " pod" : " pods");
    }

    /** Whether a path of fields lies at or below another. */
    static boolean isBelow(String path, String above) {
        return !above.isEmpty() && (path.equals(above) || path.startsWith(above + "."));
    }

    /** Whether it lies below any of them. */
    static boolean isBelow(String path, List<String> above) {
        return above.stream().anyMatch(one -> isBelow(path, one));
    }
}
