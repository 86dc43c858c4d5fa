package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Amounts of resources: of containers, in limit ranges and quotas. */
final class ResourceRules {
    private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> FIELDS = Set.of(
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage",
            "requests.cpu",
            "requests.memory",
            "requests.ephemeral-storage");
    private static final Set<String> COUNTED = Set.of(
            "pods",
            "services",
            "services.nodeports",
            "services.loadbalancers",
            "replicationcontrollers",
            "resourcequotas",
            "secrets",
            "configmaps",
            "persistentvolumeclaims");
    private static final Set<String> STANDARD = Stream.of(
                    OF_CONTAINERS, FIELDS, COUNTED, Set.of("storage", "requests.storage"))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private ResourceRules() {}

    /** The amount in a field is not below zero. */
    static Constraint notNegative(String field) {
        return (map, path, sink) -> quantity(map.get(field))
                .filter(amount -> amount.signum() < 0)
                .ifPresent(_ -> sink.report(SchemaRules.INVALID_VALUE, path.key(field), field + " must be 0 or more"));
    }

    /** The amount in a field is above zero. */
    static Constraint positive(String field) {
        return (map, path, sink) -> quantity(map.get(field))
                .filter(amount -> amount.signum() <= 0 && !Fields.isAbsent(map, field))
                .ifPresent(_ -> sink.report(SchemaRules.INVALID_VALUE, path.key(field), field + " must be above 0"));
    }

    static void container(MapNode resources, FieldPath path, Sink sink) {
        Optional<MapNode> limits = resources.map("limits");
        Optional<MapNode> requests = resources.map("requests");
        for (String field : List.of("limits", "requests")) {
            amounts(resources, field, path, sink);
        }
        for (MapNode.Entry request : requests.map(MapNode::entries).orElse(List.of())) {
            FieldPath place = path.key("requests").key(request.key());
            Optional<BigDecimal> wanted = quantity(Optional.of(request.value()));
            Optional<BigDecimal> most = quantity(limits.flatMap(l -> l.get(request.key())));
            boolean exact = request.key().startsWith("hugepages-") || isExtended(request.key());
            if (wanted.isPresent() && most.isPresent() && wanted.get().compareTo(most.get()) > 0) {
                sink.report(
                        SchemaRules.CROSS_FIELD, place, "the %s request is above its limit".formatted(request.key()));
            } else if (wanted.isPresent()
                    && exact
                    && !most.map(m -> m.compareTo(wanted.get()) == 0).orElse(false)) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        place,
                        "%s cannot be overcommitted: the request needs a limit that equals it"
                                .formatted(request.key()));
            }
        }
        hugePages(resources, path, sink);
    }

    /** What a runtime takes for itself beside each pod. */
    static void overhead(MapNode overhead, FieldPath path, Sink sink) {
        amounts(overhead, "podFixed", path, sink);
    }

    private static void amounts(MapNode resources, String field, FieldPath path, Sink sink) {
        for (MapNode.Entry amount : resources.map(field).map(MapNode::entries).orElse(List.of())) {
            FieldPath place = path.key(field).key(amount.key());
            String wrong = containerResource(amount.key());
            if (!wrong.isEmpty()) {
                sink.report(SchemaRules.INVALID_NAME, place, "\"%s\": %s".formatted(amount.key(), wrong));
            }
            amount(amount, place, sink);
        }
    }

    private static void hugePages(MapNode resources, FieldPath path, Sink sink) {
        boolean huge = false;
        boolean base = false;
        for (String field : List.of("limits", "requests")) {
            for (MapNode.Entry amount :
                    resources.map(field).map(MapNode::entries).orElse(List.of())) {
                huge |= amount.key().startsWith("hugepages-");
                base |= amount.key().equals("cpu") || amount.key().equals("memory");
            }
        }
        if (huge && !base) {
            sink.report(SchemaRules.CROSS_FIELD, path, "huge pages need cpu or memory beside them");
        }
    }

    private static void amount(MapNode.Entry amount, FieldPath place, Sink sink) {
        Optional<BigDecimal> value = quantity(Optional.of(amount.value()));
        if (value.isPresent() && value.get().signum() < 0) {
            sink.report(SchemaRules.INVALID_VALUE, place, amount.key() + " must be 0 or more");
        }
        boolean whole = COUNTED.contains(amount.key()) || isExtended(amount.key());
        if (value.isPresent() && whole && !isWhole(value.get())) {
            sink.report(SchemaRules.INVALID_VALUE, place, amount.key() + " must be a whole number");
        }
    }

    private static boolean isWhole(BigDecimal value) {
        return value.setScale(3, java.math.RoundingMode.UP)
                        .remainder(BigDecimal.ONE)
                        .signum()
                == 0;
    }

    /** Resources outside the domain of Kubernetes are whole and cannot be overcommitted. */
    private static boolean isExtended(String name) {
        return name.contains("/")
                && !name.substring(0, name.indexOf('/')).endsWith("kubernetes.io")
                && !name.startsWith("requests.");
    }

    static String containerResource(String name) {
        String wrong = Names.qualified(name);
        boolean known = name.contains("/") || OF_CONTAINERS.contains(name) || name.startsWith("hugepages-");
        return !wrong.isEmpty() ? wrong : known ? "" : "containers have cpu, memory, ephemeral-storage and hugepages-…";
    }

    private static String anyResource(String name) {
        String wrong = Names.qualified(name);
        boolean known = name.contains("/")
                || STANDARD.contains(name)
                || name.startsWith("hugepages-")
                || name.startsWith("requests.hugepages-")
                || name.startsWith("limits.hugepages-");
        return !wrong.isEmpty() ? wrong : known ? "" : "it is no standard resource, and others need a domain";
    }

    static void field(MapNode selector, FieldPath path, Sink sink) {
        Fields.scalar(selector, "resource")
                .filter(name -> !name.isEmpty()
                        && !FIELDS.contains(name)
                        && !name.startsWith("limits.hugepages-")
                        && !name.startsWith("requests.hugepages-"))
                .ifPresent(name -> sink.report(
                        SchemaRules.INVALID_VALUE,
                        path.key("resource"),
                        "a container does not offer \"%s\" but %s".formatted(name, String.join(", ", sorted(FIELDS)))));
    }

    static void limitRange(MapNode item, FieldPath path, Sink sink) {
        String type = Fields.scalar(item, "type").orElse("");
        boolean containers = type.equals("Container") || type.equals("Pod");
        if (!type.isEmpty()
                && !type.contains("/")
                && !Set.of("Container", "Pod", "PersistentVolumeClaim").contains(type)) {
            sink.report(
                    SchemaRules.INVALID_VALUE,
                    path.key("type"),
                    "\"%s\" is not one of Container, PersistentVolumeClaim, Pod".formatted(type));
        }
        for (String field : List.of("default", "defaultRequest", "max", "maxLimitRequestRatio", "min")) {
            for (MapNode.Entry entry : item.map(field).map(MapNode::entries).orElse(List.of())) {
                String wrong = containers ? containerResource(entry.key()) : anyResource(entry.key());
                if (!wrong.isEmpty()) {
                    sink.report(
                            SchemaRules.INVALID_NAME,
                            path.key(field).key(entry.key()),
                            "\"%s\": %s".formatted(entry.key(), wrong));
                }
            }
        }
        Constraints.named("type", Names::qualified).check(item, path, sink);
        ratios(item, path, sink);
        for (String field : type.equals("Pod") ? List.of("default", "defaultRequest") : List.<String>of()) {
            Constraints.forbidden(field, "the type Pod has no defaults").check(item, path, sink);
        }
        for (List<String> pair : List.of(
                List.of("min", "max"),
                List.of("min", "defaultRequest"),
                List.of("defaultRequest", "max"),
                List.of("defaultRequest", "default"),
                List.of("min", "default"),
                List.of("default", "max"))) {
            inOrder(item, pair.getFirst(), pair.getLast(), path, sink);
        }
    }

    /** A limit is the request or more, and not more often than the bounds allow. */
    private static void ratios(MapNode item, FieldPath path, Sink sink) {
        for (MapNode.Entry entry :
                item.map("maxLimitRequestRatio").map(MapNode::entries).orElse(List.of())) {
            FieldPath place = path.key("maxLimitRequestRatio").key(entry.key());
            Optional<BigDecimal> ratio = quantity(Optional.of(entry.value()));
            Optional<BigDecimal> least = quantity(item.map("min").flatMap(m -> m.get(entry.key())));
            Optional<BigDecimal> most = quantity(item.map("max").flatMap(m -> m.get(entry.key())));
            if (ratio.filter(value -> value.compareTo(BigDecimal.ONE) < 0).isPresent()) {
                sink.report(SchemaRules.INVALID_VALUE, place, "the ratio must be 1 or more");
            } else if (ratio.isPresent()
                    && least.isPresent()
                    && most.isPresent()
                    && ratio.get().doubleValue()
                            > most.get().doubleValue() / least.get().doubleValue()) {
                sink.report(SchemaRules.CROSS_FIELD, place, "the ratio is above max divided by min");
            }
        }
    }

    private static void inOrder(MapNode item, String less, String more, FieldPath path, Sink sink) {
        for (MapNode.Entry entry : item.map(less).map(MapNode::entries).orElse(List.of())) {
            Optional<BigDecimal> low = quantity(Optional.of(entry.value()));
            Optional<BigDecimal> high = quantity(item.map(more).flatMap(m -> m.get(entry.key())));
            if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) > 0) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key(less).key(entry.key()),
                        "the %s of %s is above its %s".formatted(less, entry.key(), more));
            }
        }
    }

    /** Resources without domain that quotas know: all standard ones but storage. */
    static boolean isStandardOfQuotas(String name) {
        return STANDARD.contains(name) && !name.equals("storage");
    }

    static void quota(MapNode spec, FieldPath path, Sink sink) {
        for (MapNode.Entry entry : spec.map("hard").map(MapNode::entries).orElse(List.of())) {
            FieldPath place = path.key("hard").key(entry.key());
            String wrong = anyResource(entry.key());
            if (!wrong.isEmpty()) {
                sink.report(SchemaRules.INVALID_NAME, place, "\"%s\": %s".formatted(entry.key(), wrong));
            }
            amount(entry, place, sink);
        }
        QuotaScopes.check(spec, path, sink);
    }

    /** The amount that a node says: 0 for null; empty if it is absent or no amount. */
    static Optional<BigDecimal> quantity(Optional<Node> node) {
        return node.flatMap(n -> n instanceof ScalarNode scalar
                ? scalar.isNull() ? Optional.of(BigDecimal.ZERO) : Quantity.parse(scalar.text())
                : Optional.empty());
    }

    private static List<String> sorted(Set<String> texts) {
        return texts.stream().sorted().toList();
    }
}
