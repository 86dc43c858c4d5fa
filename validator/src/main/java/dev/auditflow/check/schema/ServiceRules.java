package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Constraints of Services in which several fields take part. */
final class ServiceRules {
    private static final BigInteger MAX_PORT = BigInteger.valueOf(65535);

    private ServiceRules() {}

    static void check(MapNode service, FieldPath path, Sink sink) {
        service.map("spec").ifPresent(spec -> {
            FieldPath place = path.key("spec");
            String type =
                    Fields.scalar(spec, "type").filter(word -> !word.isEmpty()).orElse("ClusterIP");
            List<Node> ports = PodRules.items(spec, "ports");
            boolean headless = isHeadless(spec);
            if (ports.isEmpty() && !headless && !type.equals("ExternalName")) {
                sink.report(
                        SchemaRules.MISSING_FIELD, place.key("ports"), "a Service needs ports, unless it is headless");
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
            external(spec, type, place, sink);
            balancer(spec, type, place, sink);
            addresses(spec, type, place, sink);
            affinity(spec, place, sink);
        });
    }

    private static boolean isHeadless(MapNode spec) {
        return Fields.scalar(spec, "clusterIP").filter("None"::equals).isPresent()
                || SelectorRules.texts(spec, "clusterIPs").equals(List.of("None"));
    }

    private static void port(MapNode port, int all, String type, FieldPath path, Sink sink) {
        if (all > 1 && Fields.isEmpty(port, "name")) {
            sink.report(SchemaRules.MISSING_FIELD, path.key("name"), "each of several ports needs a name");
        }
        boolean takesNodePort = Fields.number(port, "nodePort")
                .filter(number -> number.signum() != 0)
                .isPresent();
        if (takesNodePort && type.equals("ClusterIP")) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("nodePort"), "the type ClusterIP takes no nodePort");
        }
    }

    /** The type ExternalName stands for a name elsewhere and has no address of its own. */
    private static void external(MapNode spec, String type, FieldPath path, Sink sink) {
        if (!type.equals("ExternalName")) {
            return;
        }
        Constraints.required("externalName").check(spec, path, sink);
        Constraints.named(
                        "externalName",
                        name -> name.isEmpty()
                                ? ""
                                : Names.subdomain(name.endsWith(".") ? name.substring(0, name.length() - 1) : name))
                .check(spec, path, sink);
        for (String field : List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
            if (!Fields.isEmpty(spec, field)) {
                sink.report(SchemaRules.CROSS_FIELD, path.key(field), "the type ExternalName takes no " + field);
            }
        }
    }

    private static void balancer(MapNode spec, String type, FieldPath path, Sink sink) {
        boolean balancer = type.equals("LoadBalancer");
        for (String field : List.of("loadBalancerSourceRanges", "allocateLoadBalancerNodePorts", "loadBalancerClass")) {
            boolean there = field.equals("loadBalancerSourceRanges")
                    ? !Fields.isEmpty(spec, field)
                    : !Fields.isAbsent(spec, field);
            if (there && !balancer) {
                sink.report(SchemaRules.CROSS_FIELD, path.key(field), field + " is for the type LoadBalancer only");
            }
        }
        Constraints.named(
                        "loadBalancerSourceRanges",
                        range -> Networks.block(range.strip())
                                .map(_ -> "")
                                .orElse("it must be a block of addresses such as 10.0.0.0/8"))
                .check(spec, path, sink);
        Constraints.evenEmpty("loadBalancerClass", Names::qualified).check(spec, path, sink);
        boolean reachable = balancer
                || type.equals("NodePort")
                || (type.equals("ClusterIP") && !Fields.isEmpty(spec, "externalIPs"));
        Optional<String> policy = Fields.scalar(spec, "externalTrafficPolicy").filter(word -> !word.isEmpty());
        if (policy.isPresent() && !reachable) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("externalTrafficPolicy"),
                    "externalTrafficPolicy is for Services that are reached from outside");
        }
        boolean checksHealth = balancer && policy.equals(Optional.of("Local"));
        if (!checksHealth
                && Fields.number(spec, "healthCheckNodePort")
                        .filter(number -> number.signum() != 0)
                        .isPresent()) {
            sink.report(
                    SchemaRules.CROSS_FIELD,
                    path.key("healthCheckNodePort"),
                    "healthCheckNodePort goes with the type LoadBalancer and externalTrafficPolicy Local");
        }
    }

    private static void addresses(MapNode spec, String type, FieldPath path, Sink sink) {
        if (type.equals("ExternalName")) {
            return;
        }
        Constraints.named("clusterIP", ip -> ip.isEmpty() || ip.equals("None") ? "" : Networks.ip(ip))
                .check(spec, path, sink);
        Constraints.named("clusterIPs", ip -> ip.equals("None") ? "" : Networks.ip(ip))
                .check(spec, path, sink);
        List<String> all = SelectorRules.texts(spec, "clusterIPs");
        Optional<String> first = Fields.scalar(spec, "clusterIP").filter(ip -> !ip.isEmpty());
        if (!all.isEmpty() && !first.equals(Optional.of(all.getFirst()))) {
            sink.report(
                    SchemaRules.CROSS_FIELD, path.key("clusterIPs"), "the first of clusterIPs must equal clusterIP");
        }
    }

    private static void affinity(MapNode spec, FieldPath path, Sink sink) {
        boolean none = Fields.scalar(spec, "sessionAffinity")
                .filter(word -> !word.isEmpty() && !word.equals("None"))
                .isEmpty();
        if (none && !Fields.isAbsent(spec, "sessionAffinityConfig")) {
            sink.report(
                    SchemaRules.DROPPED_FIELD,
                    path.key("sessionAffinityConfig"),
                    "sessionAffinityConfig is dropped without sessionAffinity ClientIP");
        }
    }

    /** A node port is used once for each protocol. */
    static void nodePorts(MapNode spec, FieldPath path, Sink sink) {
        Set<String> taken = new HashSet<>();
        Constraints.each(
                        "ports",
                        (port, place, to) -> Fields.number(port, "nodePort")
                                .filter(number -> number.signum() != 0)
                                .map(number -> Fields.scalar(port, "protocol")
                                                .filter(protocol -> !protocol.isEmpty())
                                                .orElse("TCP")
                                        + "/" + number)
                                .filter(key -> !taken.add(key))
                                .ifPresent(key -> to.report(
                                        SchemaRules.DUPLICATE_ENTRY,
                                        place.key("nodePort"),
                                        "the node port %s is taken by a port before".formatted(key))))
                .check(spec, path, sink);
    }

    /** A target port of 0 or "" stands for the port itself. */
    static void targetPort(MapNode port, FieldPath path, Sink sink) {
        port.get("targetPort").ifPresent(node -> {
            if (node instanceof ScalarNode scalar && scalar.kind() == ScalarNode.Kind.INTEGER) {
                BigInteger number = new BigInteger(scalar.text());
                if (number.signum() < 0 || number.compareTo(MAX_PORT) > 0) {
                    sink.report(
                            SchemaRules.INVALID_VALUE,
                            path.key("targetPort"),
                            "targetPort is %s and must lie between 1 and 65535".formatted(number));
                }
            } else {
                Constraints.named("targetPort", text -> text.isEmpty() ? "" : Names.port(text))
                        .check(port, path, sink);
            }
        });
    }
}
