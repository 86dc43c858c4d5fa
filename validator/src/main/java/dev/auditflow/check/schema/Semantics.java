package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the API server demands of built-in kinds and OpenAPI does not say, as a table by definition. The rules are those of
 * {@code pkg/apis/<group>/validation} of Kubernetes 1.34, and what other versions have otherwise.
 */
final class Semantics {
    private static final String API = "io.k8s.api.";
    private static final String APIS = ".apis.";

    /** How much of an object is looked at. */
    private enum Depth {
        /** What its own schema says: custom resources. */
        SCHEMA,
        /** Whether it can be read: parts of built-in kinds that validation leaves alone. */
        DECODING,
        /** All that the server validates. */
        ALL
    }

    private final Map<String, List<Constraint>> table;
    private final Depth depth;

    private Semantics(Map<String, List<Constraint>> table, Depth depth) {
        this.table = table;
        this.depth = depth;
    }

    /** No constraints: custom resources have their own. */
    static Semantics none() {
        return new Semantics(Map.of(), Depth.SCHEMA);
    }

    /** No constraints, and nothing is required: for what the server reads and does not validate. */
    static Semantics decoding() {
        return new Semantics(Map.of(), Depth.DECODING);
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
        ContainerTable.fill(table);
        StorageTable.fill(table);
        CoreTable.fill(table, minor);
        WorkloadTable.fill(table, minor);
        ClusterTable.fill(table);
        NetworkTable.fill(table, minor);
        AdmissionTable.fill(table);
        FlowTable.fill(table);
        DeviceTable.fill(table);
        return new Semantics(Map.copyOf(table), Depth.ALL);
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
        for (String field : Zeros.structs(shortened(name))) {
            if (Fields.isAbsent(map, field)) {
                List<MapNode.Entry> entries = new ArrayList<>(filled.entries());
                entries.removeIf(entry -> entry.key().equals(field));
                entries.add(new MapNode.Entry(field, map.mark(), new MapNode(List.of(), map.mark())));
                filled = new MapNode(entries, map.mark());
            }
        }
        return filled;
    }

    /** Whether the object is of a built-in kind, which the server reads into a type of its own. */
    boolean isBuiltIn() {
        return depth != Depth.SCHEMA;
    }

    /** Whether the server takes the zero of a field that OpenAPI requires. */
    boolean isDefaulted(String name, String field) {
        return depth == Depth.DECODING || Zeros.isDefaulted(shortened(name), field);
    }

    /** Whether an absent field is none at all, not a struct without fields. */
    boolean isPointer(String name, String field) {
        return Zeros.isPointer(shortened(name), field);
    }

    /** Whether the server reads what the field holds and validates nothing of it. */
    boolean isUnchecked(String name, String field, MapNode map, FieldPath path) {
        if (depth != Depth.ALL) {
            return false;
        }
        return switch (shortened(name) + " " + field) {
            case "autoscaling.v2.MetricIdentifier selector" -> true;
            case "core.v1.PersistentVolumeClaimSpec dataSource" -> VolumeRules.dropsSource(map, path);
            default -> false;
        };
    }

    private static String shortened(String name) {
        int group = name.startsWith(API) ? API.length() : name.indexOf(APIS) + APIS.length();
        return name.substring(Math.min(group, name.length()));
    }
}
