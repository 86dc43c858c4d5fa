package dev.auditflow.check.schema;

import static dev.auditflow.check.schema.Constraints.anyOf;
import static dev.auditflow.check.schema.Constraints.evenEmpty;
import static dev.auditflow.check.schema.Constraints.keys;
import static dev.auditflow.check.schema.Constraints.named;
import static dev.auditflow.check.schema.Constraints.oneOf;
import static dev.auditflow.check.schema.Constraints.port;
import static dev.auditflow.check.schema.Constraints.range;
import static dev.auditflow.check.schema.Constraints.required;
import static dev.auditflow.check.schema.Constraints.unique;
import static dev.auditflow.check.schema.Constraints.words;

import java.util.List;
import java.util.Map;

/** What the API server demands of selectors and core objects but pods and OpenAPI does not say, by definition. */
final class CoreTable {
    private static final String[] PROTOCOLS = {"TCP", "UDP", "SCTP"};

    private CoreTable() {}

    static void fill(Map<String, List<Constraint>> table, int minor) {
        selectors(table);
        configuration(table);
        services(table, minor);
        quotas(table);
    }

    private static void selectors(Map<String, List<Constraint>> table) {
        table.put("meta.v1.LabelSelector", List.of(keys("matchLabels", Names::qualified, Names::labelValue)));
        table.put(
                "meta.v1.LabelSelectorRequirement",
                List.of(
                        required("key"),
                        oneOf("operator", "In", "NotIn", "Exists", "DoesNotExist"),
                        named("key", Names::qualified),
                        named("values", Names::labelValue),
                        SelectorRules::values));
    }

    private static void configuration(Map<String, List<Constraint>> table) {
        table.put(
                "core.v1.ConfigMap",
                List.of(
                        keys("data", Names::configKey, v -> ""),
                        keys("binaryData", Names::configKey, v -> ""),
                        ConfigurationRules::configMap));
        table.put(
                "core.v1.Secret",
                List.of(
                        keys("data", Names::configKey, v -> ""),
                        keys("stringData", Names::configKey, v -> ""),
                        ConfigurationRules::secret));
        table.put("core.v1.Endpoints", List.of());
        table.put("core.v1.EndpointSubset", List.of(anyOf("addresses", "addresses", "notReadyAddresses")));
        table.put(
                "core.v1.EndpointAddress",
                List.of(required("ip"), named("ip", Networks::externalIp), named("hostname", Names::label)));
        table.put(
                "core.v1.EndpointPort",
                List.of(port("port"), words("protocol", PROTOCOLS), named("name", Names::label)));
        table.put("core.v1.Namespace", List.of(MetadataRules::podSecurity));
        table.put("core.v1.NamespaceSpec", List.of(evenEmpty("finalizers", MetadataRules::finalizer)));
        table.put("core.v1.Event", List.of(ConfigurationRules::sameNamespace));
        table.put(
                "coordination.v1.LeaseSpec",
                List.of(
                        range("leaseDurationSeconds", 1, Integer.MAX_VALUE),
                        range("leaseTransitions", 0, Integer.MAX_VALUE)));
    }

    private static void services(Map<String, List<Constraint>> table, int minor) {
        table.put("core.v1.Service", List.of(ServiceRules::check));
        table.put(
                "core.v1.ServiceSpec",
                List.of(
                        words("type", "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"),
                        words("sessionAffinity", "ClientIP", "None"),
                        words("externalTrafficPolicy", "Cluster", "Local"),
                        oneOf("internalTrafficPolicy", "Cluster", "Local"),
                        oneOf("ipFamilyPolicy", "PreferDualStack", "RequireDualStack", "SingleStack"),
                        oneOf("ipFamilies", "IPv4", "IPv6"),
                        minor < 34
                                ? oneOf("trafficDistribution", "PreferClose")
                                : oneOf("trafficDistribution", "PreferClose", "PreferSameNode", "PreferSameZone"),
                        unique("ports", "name"),
                        unique("ports", List.of("port", "protocol"), List.of("", "TCP")),
                        ServiceRules::nodePorts,
                        named("externalIPs", Networks::externalIp),
                        keys("selector", Names::qualified, Names::labelValue)));
        table.put("core.v1.ClientIPConfig", List.of(range("timeoutSeconds", 1, 86400)));
        table.put(
                "core.v1.ServicePort",
                List.of(
                        required("port"),
                        port("port"),
                        range("nodePort", 0, 65535),
                        words("protocol", PROTOCOLS),
                        named("name", Names::label),
                        evenEmpty("appProtocol", Names::qualified),
                        ServiceRules::targetPort));
    }

    private static void quotas(Map<String, List<Constraint>> table) {
        table.put("core.v1.LimitRangeSpec", List.of(unique("limits", "type")));
        table.put("core.v1.LimitRangeItem", List.of(required("type"), ResourceRules::limitRange));
        table.put("core.v1.ResourceQuotaSpec", List.of(ResourceRules::quota));
        table.put("node.v1.RuntimeClass", List.of(evenEmpty("handler", Names::label)));
        table.put("node.v1.Overhead", List.of(ResourceRules::overhead));
        table.put(
                "node.v1.Scheduling",
                List.of(
                        keys("nodeSelector", Names::qualified, Names::labelValue),
                        unique("tolerations", List.of("key", "operator", "value", "effect"), List.of("", "", "", ""))));
        table.put(
                "scheduling.v1.PriorityClass",
                List.of(
                        range("value", Integer.MIN_VALUE, 1_000_000_000),
                        oneOf("preemptionPolicy", "PreemptLowerPriority", "Never")));
    }
}
