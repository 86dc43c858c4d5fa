package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Constraints of claims and persistent volumes in which several fields take part. */
final class VolumeRules {
    private VolumeRules() {}

    static void claimStorage(MapNode spec, FieldPath path, Sink sink) {
        FieldPath place = path.key("resources").key("requests").key("storage");
        Optional<MapNode> requests = spec.map("resources").flatMap(r -> r.map("requests"));
        if (requests.isEmpty() || Constraints.isEmpty(requests.get(), "storage")) {
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

    static void source(MapNode source, FieldPath path, Sink sink) {
        Constraints.required("kind", "name").check(source, path, sink);
        boolean core = Constraints.isEmpty(source, "apiGroup");
        boolean claim = Constraints.scalar(source, "kind")
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
                .filter(affinity -> !Constraints.isEmpty(affinity, "required"))
                .isPresent();
        if (!Constraints.isAbsent(spec, "local") && !nodes) {
            sink.report(
                    SchemaRules.MISSING_FIELD,
                    path.key("nodeAffinity"),
                    "a local volume needs nodeAffinity.required, which says where it lies");
        }
    }
}
