package dev.auditflow.check.schema;

import static dev.auditflow.check.schema.Constraints.anyOf;
import static dev.auditflow.check.schema.Constraints.each;
import static dev.auditflow.check.schema.Constraints.evenEmpty;
import static dev.auditflow.check.schema.Constraints.most;
import static dev.auditflow.check.schema.Constraints.named;
import static dev.auditflow.check.schema.Constraints.oneOf;
import static dev.auditflow.check.schema.Constraints.range;
import static dev.auditflow.check.schema.Constraints.required;
import static dev.auditflow.check.schema.Constraints.unique;

import java.util.List;
import java.util.Map;

/** What the API server demands of network objects but Services and OpenAPI does not say, by definition. */
final class NetworkTable {
    private static final String[] PROTOCOLS = {"TCP", "UDP", "SCTP"};

    /** Since this minor version the name of a Service may begin with a digit. */
    private static final int RELAXED_SERVICE_NAMES = 36;

    private NetworkTable() {}

    static void fill(Map<String, List<Constraint>> table, int minor) {
        policies(table);
        ingresses(table, minor);
        classes(table);
        endpoints(table);
        for (String version : List.of("v1", "v1beta1")) {
            addresses(table, "networking." + version + ".");
        }
    }

    private static void policies(Map<String, List<Constraint>> table) {
        table.put(
                "networking.v1.NetworkPolicySpec",
                List.of(oneOf("policyTypes", "Ingress", "Egress"), NetworkRules::policyTypes));
        table.put(
                "networking.v1.NetworkPolicyPort",
                List.of(
                        PodRules.portOrName("port"),
                        oneOf("protocol", PROTOCOLS),
                        range("endPort", 1, 65535),
                        NetworkRules::endPort));
        table.put(
                "networking.v1.NetworkPolicyPeer",
                List.of(anyOf("a peer", "ipBlock", "namespaceSelector", "podSelector"), NetworkRules::blockAlone));
        table.put("networking.v1.IPBlock", List.of(required("cidr"), NetworkRules::block));
    }

    private static void ingresses(Map<String, List<Constraint>> table, int minor) {
        table.put("networking.v1.Ingress", List.of(NetworkRules::ingressClass));
        table.put(
                "networking.v1.IngressSpec",
                List.of(NetworkRules::backendOrRules, evenEmpty("ingressClassName", Names::subdomain)));
        table.put("networking.v1.IngressRule", List.of(named("host", Names::ingressHost)));
        table.put(
                "networking.v1.IngressTLS",
                List.of(named("hosts", Names::wildcardOrSubdomain), named("secretName", Names::subdomain)));
        table.put("networking.v1.HTTPIngressRuleValue", List.of(required("paths")));
        table.put(
                "networking.v1.HTTPIngressPath",
                List.of(
                        required("pathType", "backend"),
                        oneOf("pathType", "Exact", "ImplementationSpecific", "Prefix"),
                        NetworkRules::path));
        table.put("networking.v1.IngressBackend", List.of(NetworkRules::backend));
        table.put(
                "networking.v1.ServiceBackendPort",
                List.of(range("number", 0, 65535), named("name", Names::port), NetworkRules::backendPort));
        table.put(
                "networking.v1.IngressServiceBackend",
                List.of(
                        required("name", "port"),
                        named("name", minor < RELAXED_SERVICE_NAMES ? Names::label1035 : Names::label)));
    }

    private static void classes(Map<String, List<Constraint>> table) {
        table.put(
                "networking.v1.IngressClassSpec",
                List.of(required("controller"), named("controller", NetworkRules::controller)));
        table.put(
                "networking.v1.IngressClassParametersReference",
                List.of(
                        required("kind", "name"),
                        evenEmpty("apiGroup", Names::subdomain),
                        named("kind", Names::pathSegment),
                        named("name", Names::pathSegment),
                        oneOf("scope", "Cluster", "Namespace"),
                        NetworkRules::parametersNamespace));
    }

    private static void endpoints(Map<String, List<Constraint>> table) {
        table.put(
                "discovery.v1.EndpointSlice",
                List.of(
                        oneOf("addressType", "FQDN", "IPv4", "IPv6"),
                        EndpointRules::addresses,
                        EndpointRules::portNames));
        table.put(
                "discovery.v1.Endpoint",
                List.of(
                        required("addresses"),
                        evenEmpty("hostname", Names::label),
                        evenEmpty("nodeName", Names::subdomain)));
        table.put(
                "discovery.v1.EndpointHints",
                List.of(
                        unique("forZones", "name"),
                        each("forZones", named("name", Names::labelValue)),
                        unique("forNodes", "name"),
                        each("forNodes", evenEmpty("name", Names::subdomain)),
                        most("forZones", 8),
                        most("forNodes", 8)));
        table.put(
                "discovery.v1.EndpointPort",
                List.of(
                        named("name", Names::label),
                        oneOf("protocol", PROTOCOLS),
                        evenEmpty("appProtocol", Names::qualified)));
    }

    private static void addresses(Map<String, List<Constraint>> table, String group) {
        table.put(group + "IPAddressSpec", List.of(required("parentRef")));
        table.put(
                group + "ParentReference",
                List.of(
                        required("resource", "name"),
                        named("group", Names::subdomain),
                        named("resource", Names::pathSegment),
                        named("name", Names::pathSegment),
                        named("namespace", Names::pathSegment)));
        table.put(
                group + "ServiceCIDRSpec",
                List.of(required("cidrs"), evenEmpty("cidrs", Networks::strictBlock), NetworkRules::oneOfEachFamily));
        table.put(
                "core.v1.NodeSpec",
                List.of(NetworkRules::podBlocks, unique("taints", List.of("key", "effect"), List.of("", ""))));
        table.put(
                "core.v1.Taint",
                List.of(
                        evenEmpty("key", Names::qualified),
                        named("value", Names::labelValue),
                        oneOf("effect", "NoSchedule", "PreferNoSchedule", "NoExecute")));
    }
}
