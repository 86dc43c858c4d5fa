package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the API server demands of built-in kinds and OpenAPI does not say, as a table by definition. The rules are those of
 * {@code pkg/apis/<group>/validation} of Kubernetes 1.34, and what other versions have otherwise.
 */
final class Semantics {
    private static final String API = "io.k8s.api.";
    private static final String APIS = ".apis.";

    /** Fields that hold a struct: the server takes an absent one for an empty one and checks it. */
    private static final Map<String, List<String>> STRUCTS = Map.ofEntries(
            Map.entry("core.v1.Pod", List.of("spec")),
            Map.entry("core.v1.PodTemplateSpec", List.of("spec")),
            Map.entry("core.v1.Service", List.of("spec")),
            Map.entry("core.v1.PersistentVolume", List.of("spec")),
            Map.entry("core.v1.PersistentVolumeClaim", List.of("spec")),
            Map.entry("apps.v1.Deployment", List.of("spec")),
            Map.entry("apps.v1.StatefulSet", List.of("spec")),
            Map.entry("apps.v1.DaemonSet", List.of("spec")),
            Map.entry("apps.v1.ReplicaSet", List.of("spec")),
            Map.entry("batch.v1.Job", List.of("spec")),
            Map.entry("batch.v1.JobTemplateSpec", List.of("spec")),
            Map.entry("batch.v1.CronJob", List.of("spec")),
            Map.entry("autoscaling.v1.HorizontalPodAutoscaler", List.of("spec")),
            Map.entry("autoscaling.v2.HorizontalPodAutoscaler", List.of("spec")),
            Map.entry("networking.v1.Ingress", List.of("spec")),
            Map.entry("networking.v1.IngressClass", List.of("spec")),
            Map.entry("apiregistration.v1.APIService", List.of("spec")));

    /** Fields that OpenAPI requires and the server does without or fills in. */
    private static final Set<String> DEFAULTED = Set.of(
            "batch.v1.PodFailurePolicy rules",
            "batch.v1.PodFailurePolicyOnPodConditionsPattern status",
            "core.v1.LimitRangeSpec limits",
            "discovery.v1.EndpointSlice endpoints",
            "rbac.v1.RoleRef apiGroup",
            "scheduling.v1.PriorityClass value",
            "storage.v1.CSIDriver spec",
            "storage.v1.TokenRequest audience");

    private final Map<String, List<Constraint>> table;

    private Semantics(Map<String, List<Constraint>> table) {
        this.table = table;
    }

    /** No constraints: custom resources have their own. */
    static Semantics none() {
        return new Semantics(Map.of());
    }

    /** The 34 of {@code 1.34}. */
    static int minor(String version) {
        return Integer.parseInt(version.substring(version.indexOf('.') + 1));
    }

    /** The constraints of a version, as {@code 1.34}. */
    static Semantics ofKubernetes(String version) {
        int minor = minor(version);
        Map<String, List<Constraint>> table = new HashMap<>();
        PodTable.fill(table, minor);
        StorageTable.fill(table);
        CoreTable.fill(table, minor);
        WorkloadTable.fill(table, minor);
        ClusterTable.fill(table);
        return new Semantics(Map.copyOf(table));
    }

    /** Checks what holds for a definition; {@code name} is its name in OpenAPI, empty for parts of one. */
    void check(String name, MapNode map, FieldPath path, Sink sink) {
        if (!name.isEmpty() && !table.isEmpty()) {
            for (Constraint constraint : table.getOrDefault(shortened(name), List.of())) {
                constraint.check(map, path, sink);
            }
        }
    }

    /** The mapping with an empty mapping for each struct of it that is absent. */
    MapNode filled(String name, MapNode map) {
        if (name.isEmpty() || table.isEmpty()) {
            return map;
        }
        MapNode filled = map;
        for (String field : STRUCTS.getOrDefault(shortened(name), List.of())) {
            if (Constraints.isAbsent(map, field)) {
                List<MapNode.Entry> entries = new ArrayList<>(filled.entries());
                entries.removeIf(entry -> entry.key().equals(field));
                entries.add(new MapNode.Entry(field, map.mark(), new MapNode(List.of(), map.mark())));
                filled = new MapNode(entries, map.mark());
            }
        }
        return filled;
    }

    boolean isDefaulted(String name, String field) {
        return !table.isEmpty() && DEFAULTED.contains(shortened(name) + " " + field);
    }

    private static String shortened(String name) {
        int group = name.startsWith(API) ? API.length() : name.indexOf(APIS) + APIS.length();
        return name.substring(Math.min(group, name.length()));
    }
}
