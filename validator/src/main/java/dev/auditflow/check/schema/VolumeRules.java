package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Constraints of claims and persistent volumes in which several fields take part. */
final class VolumeRules {
    private VolumeRules() {}

    static void claimStorage(MapNode spec, FieldPath path, Sink sink) {
        FieldPath place = path.key("resources").key("requests").key("storage");
        Optional<MapNode> requests = spec.map("resources").flatMap(r -> r.map("requests"));
        if (requests.isEmpty() || Fields.isEmpty(requests.get(), "storage")) {
            sink.report(SchemaRules.MISSING_FIELD, place, "a claim needs resources.requests.storage");
            return;
        }
        Optional<BigDecimal> size = ResourceRules.quantity(requests.get().get("storage"));
        if (size.isPresent() && size.get().signum() <= 0) {
            sink.report(SchemaRules.INVALID_VALUE, place, "the storage of a claim must be above 0");
        }
    }

    static void onePodAlone(MapNode spec, FieldPath path, Sink sink) {
        List<String> modes = SelectorRules.texts(spec, "accessModes");
        if (modes.contains("ReadWriteOncePod") && modes.stream().distinct().count() > 1) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("accessModes"),
                    "ReadWriteOncePod does not go with other access modes");
        }
    }

    /** A claim of its own may copy claims and snapshots only; without dataSourceRef another source counts for nothing. */
    static boolean dropsSource(MapNode spec, FieldPath path) {
        Optional<MapNode> source = spec.map("dataSource");
        if (path.steps().size() != 1 || source.isEmpty() || !Fields.isAbsent(spec, "dataSourceRef")) {
            return false;
        }
        String named = Fields.scalar(source.get(), "apiGroup").orElse("") + "/"
                + Fields.scalar(source.get(), "kind").orElse("");
        return !named.equals("/PersistentVolumeClaim") && !named.equals("snapshot.storage.k8s.io/VolumeSnapshot");
    }

    static void sources(MapNode spec, FieldPath path, Sink sink) {
        if (dropsSource(spec, path)) {
            sink.report(
                    SchemaRules.DROPPED_FIELD,
                    path.key("dataSource"),
                    "dataSource is dropped: it takes a PersistentVolumeClaim or a VolumeSnapshot of the group"
                            + " snapshot.storage.k8s.io; anything else goes into dataSourceRef");
        } else {
            Constraints.inside("dataSource", VolumeRules::source).check(spec, path, sink);
        }
        Constraints.inside("dataSourceRef", VolumeRules::source).check(spec, path, sink);
    }

    /** Topologies of a storage class differ, as do their keys and the values of each. */
    static void topologies(MapNode storageClass, FieldPath path, Sink sink) {
        Set<Map<String, Set<String>>> seen = new HashSet<>();
        seen.add(Map.of());
        Constraints.each("allowedTopologies", (term, place, to) -> {
                    Map<String, Set<String>> values = new HashMap<>();
                    for (MapNode requirement : Fields.maps(term, "matchLabelExpressions")) {
                        values.put(
                                Fields.scalar(requirement, "key").orElse(""),
                                Set.copyOf(SelectorRules.texts(requirement, "values")));
                    }
                    if (!seen.add(values)) {
                        to.report(
                                SchemaRules.DUPLICATE_ENTRY,
                                place.key("matchLabelExpressions"),
                                values.isEmpty() ? "a topology needs expressions" : "the topology stands here twice");
                    }
                })
                .check(storageClass, path, sink);
    }

    private static void source(MapNode source, FieldPath path, Sink sink) {
        Constraints.required("kind", "name").check(source, path, sink);
        Constraints.named("apiGroup", Names::subdomain).check(source, path, sink);
        Constraints.named("namespace", Names::label).check(source, path, sink);
        boolean core = Fields.isEmpty(source, "apiGroup");
        boolean claim = Fields.scalar(source, "kind")
                .filter("PersistentVolumeClaim"::equals)
                .isPresent();
        if (core && !claim) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("apiGroup"),
                    "a source other than a PersistentVolumeClaim needs its apiGroup");
        }
    }

    static void capacity(MapNode spec, FieldPath path, Sink sink) {
        spec.map("capacity").ifPresent(capacity -> {
            FieldPath place = path.key("capacity");
            Constraints.required("storage").check(capacity, place, sink);
            ResourceRules.positive("storage").check(capacity, place, sink);
            capacity.entries().stream()
                    .filter(entry -> !entry.key().equals("storage"))
                    .forEach(entry -> sink.report(
                            SchemaRules.INVALID_NAME,
                            place.key(entry.key()),
                            "a volume has the capacity storage only"));
        });
    }

    static void localNeedsNodes(MapNode spec, FieldPath path, Sink sink) {
        boolean nodes = spec.map("nodeAffinity")
                .filter(affinity -> !Fields.isEmpty(affinity, "required"))
                .isPresent();
        if (!Fields.isAbsent(spec, "local") && !nodes) {
            sink.report(
                    SchemaRules.MISSING_FIELD,
                    path.key("nodeAffinity"),
                    "a local volume needs nodeAffinity.required, which says where it lies");
        }
    }
}
