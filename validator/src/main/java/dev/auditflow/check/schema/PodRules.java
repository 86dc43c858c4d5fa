package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Constraints of pods in which several fields take part. */
final class PodRules {
    private static final Set<String> FIELDS = Set.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "metadata.labels",
            "metadata.annotations",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.phase",
            "status.podIP",
            "status.podIPs");
    private static final Pattern SUBSCRIPT = Pattern.compile("metadata\\.(labels|annotations)\\['[^']+'\\]");

    private PodRules() {}

    /** A port is a number from 1 to 65535 or the name of one. */
    static Constraint portOrName(String field) {
        return (map, path, sink) -> map.get(field).ifPresent(node -> {
            if (!(node instanceof ScalarNode scalar)) {
                return;
            }
            if (scalar.kind() == ScalarNode.Kind.INTEGER) {
                BigInteger value = new BigInteger(scalar.text());
                if (value.signum() <= 0 || value.compareTo(BigInteger.valueOf(65535)) > 0) {
                    sink.report(
                            SchemaRules.INVALID_VALUE,
                            path.key(field),
                            "%s is %s and must lie between 1 and 65535".formatted(field, scalar.text()));
                }
            } else if (scalar.kind() == ScalarNode.Kind.STRING
                    && !Names.port(scalar.text()).isEmpty()) {
                sink.report(
                        SchemaRules.INVALID_NAME,
                        path.key(field),
                        "%s \"%s\" is no port name: %s".formatted(field, scalar.text(), Names.port(scalar.text())));
            }
        });
    }

    static void valueOrSource(MapNode variable, FieldPath path, Sink sink) {
        boolean value =
                Constraints.scalar(variable, "value").filter(v -> !v.isEmpty()).isPresent();
        if (value && !Constraints.present(variable, "valueFrom").isEmpty()) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("valueFrom"),
                    "a variable has either value or valueFrom, not both");
        }
    }

    static void fieldPath(MapNode selector, FieldPath path, Sink sink) {
        Constraints.scalar(selector, "fieldPath").ifPresent(field -> {
            if (!FIELDS.contains(field) && !SUBSCRIPT.matcher(field).matches()) {
                sink.report(
                        SchemaRules.INVALID_VALUE,
                        path.key("fieldPath"),
                        "a pod does not offer the field \"%s\"".formatted(field));
            }
        });
    }

    static void toleration(MapNode toleration, FieldPath path, Sink sink) {
        String operator = Constraints.scalar(toleration, "operator").orElse("Equal");
        boolean value = Constraints.scalar(toleration, "value")
                .filter(v -> !v.isEmpty())
                .isPresent();
        if (operator.equals("Exists") && value) {
            sink.report(
                    SchemaRules.CROSS_FIELD, path.key("value"), "a toleration with the operator Exists has no value");
        }
        if (operator.equals("Equal") && Constraints.isEmpty(toleration, "key")) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("operator"),
                    "a toleration without a key needs the operator Exists");
        }
    }

    static void requestsWithinLimits(MapNode container, FieldPath path, Sink sink) {
        Optional<MapNode> resources = container.map("resources");
        Optional<MapNode> requests = resources.flatMap(r -> r.map("requests"));
        Optional<MapNode> limits = resources.flatMap(r -> r.map("limits"));
        if (requests.isEmpty() || limits.isEmpty()) {
            return;
        }
        for (MapNode.Entry request : requests.get().entries()) {
            Optional<BigDecimal> wanted = quantity(Optional.of(request.value()));
            Optional<BigDecimal> most = quantity(limits.get().get(request.key()));
            if (wanted.isPresent() && most.isPresent() && wanted.get().compareTo(most.get()) > 0) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key("resources").key("requests").key(request.key()),
                        "the %s request is above its limit".formatted(request.key()));
            }
        }
    }

    private static Optional<BigDecimal> quantity(Optional<Node> node) {
        return node.filter(n -> n instanceof ScalarNode s && !s.isNull())
                .flatMap(n -> Quantity.parse(((ScalarNode) n).text()));
    }

    /**
     * Every mount names a volume of the pod or, in a StatefulSet, a claim template.
     *
     * @param steps from the object's root to the pod's spec
     */
    static Constraint mountsHaveVolumes(String... steps) {
        return (object, path, sink) -> {
            Optional<MapNode> spec = Optional.of(object);
            FieldPath place = path;
            for (String step : steps) {
                spec = spec.flatMap(s -> s.map(step));
                place = place.key(step);
            }
            if (spec.isPresent()) {
                Set<String> volumes = new HashSet<>();
                names(items(spec.get(), "volumes"), volumes);
                object.map("spec")
                        .ifPresent(outer -> items(outer, "volumeClaimTemplates").stream()
                                .filter(MapNode.class::isInstance)
                                .forEach(claim ->
                                        ((MapNode) claim).map("metadata").ifPresent(m -> names(List.of(m), volumes))));
                mounts(spec.get(), volumes, place, sink);
            }
        };
    }

    private static void names(List<Node> named, Set<String> names) {
        for (Node node : named) {
            if (node instanceof MapNode map) {
                map.string("name").ifPresent(names::add);
            }
        }
    }

    private static void mounts(MapNode spec, Set<String> volumes, FieldPath path, Sink sink) {
        for (String field : List.of("containers", "initContainers")) {
            List<Node> containers = items(spec, field);
            for (int i = 0; i < containers.size(); i++) {
                if (containers.get(i) instanceof MapNode container) {
                    containerMounts(container, volumes, path.key(field).index(i), sink);
                }
            }
        }
    }

    private static void containerMounts(MapNode container, Set<String> volumes, FieldPath path, Sink sink) {
        List<Node> mounts = items(container, "volumeMounts");
        for (int i = 0; i < mounts.size(); i++) {
            if (mounts.get(i) instanceof MapNode mount) {
                FieldPath place = path.key("volumeMounts").index(i).key("name");
                mount.string("name")
                        .filter(name -> !name.isEmpty() && !volumes.contains(name))
                        .ifPresent(name -> sink.report(
                                SchemaRules.CROSS_FIELD, place, "there is no volume named \"%s\"".formatted(name)));
            }
        }
    }

    static void claimStorage(MapNode spec, FieldPath path, Sink sink) {
        Optional<MapNode> requests = spec.map("resources").flatMap(r -> r.map("requests"));
        if (requests.isEmpty() || Constraints.isEmpty(requests.get(), "storage")) {
            sink.report(
                    SchemaRules.MISSING_FIELD,
                    path.key("resources").key("requests").key("storage"),
                    "a claim needs resources.requests.storage");
        }
    }

    static List<Node> items(MapNode map, String field) {
        return map.list(field).map(ListNode::items).orElse(List.of());
    }
}
