package dev.auditflow.check.schema;

import static dev.auditflow.check.schema.Constraints.anyOf;
import static dev.auditflow.check.schema.Constraints.atMostOne;
import static dev.auditflow.check.schema.Constraints.evenEmpty;
import static dev.auditflow.check.schema.Constraints.inside;
import static dev.auditflow.check.schema.Constraints.named;
import static dev.auditflow.check.schema.Constraints.oneOf;
import static dev.auditflow.check.schema.Constraints.port;
import static dev.auditflow.check.schema.Constraints.range;
import static dev.auditflow.check.schema.Constraints.required;
import static dev.auditflow.check.schema.Constraints.unique;
import static dev.auditflow.check.schema.Constraints.when;
import static dev.auditflow.check.schema.Constraints.words;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the API server demands of network, access and admission objects and OpenAPI does not say, by definition. */
final class ClusterTable {
    private static final String RBAC = "rbac.authorization.k8s.io";

    private ClusterTable() {}

    static void fill(Map<String, List<Constraint>> table) {
        networking(table);
        access(table);
        admission(table);
        definitions(table);
    }

    private static void networking(Map<String, List<Constraint>> table) {
        table.put(
                "networking.v1.NetworkPolicySpec",
                List.of(oneOf("policyTypes", "Ingress", "Egress"), NetworkRules::policyTypes));
        table.put(
                "networking.v1.NetworkPolicyPort",
                List.of(
                        PodRules.portOrName("port"),
                        oneOf("protocol", "TCP", "UDP", "SCTP"),
                        range("endPort", 1, 65535),
                        NetworkRules::endPort));
        table.put(
                "networking.v1.NetworkPolicyPeer",
                List.of(anyOf("a peer", "ipBlock", "namespaceSelector", "podSelector"), NetworkRules::blockAlone));
        table.put("networking.v1.IPBlock", List.of(required("cidr"), NetworkRules::block));
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
                List.of(required("name", "port"), named("name", Names::label1035)));
        table.put(
                "networking.v1.IngressClassSpec",
                List.of(required("controller"), named("controller", Names::domainPath)));
    }

    private static void access(Map<String, List<Constraint>> table) {
        table.put("rbac.v1.PolicyRule", List.of(required("verbs"), RbacRules::rule));
        table.put("rbac.v1.Role", List.of(RbacRules::noUrls));
        table.put("rbac.v1.AggregationRule", List.of(required("clusterRoleSelectors")));
        table.put(
                "rbac.v1.RoleRef",
                List.of(required("kind", "name"), named("name", Names::pathSegment), words("apiGroup", RBAC)));
        table.put("rbac.v1.RoleBinding", List.of(inside("roleRef", oneOf("kind", "Role", "ClusterRole"))));
        table.put(
                "rbac.v1.ClusterRoleBinding",
                List.of(inside("roleRef", oneOf("kind", "ClusterRole")), RbacRules::accountsHaveNamespaces));
        table.put(
                "rbac.v1.Subject",
                List.of(
                        required("name"),
                        oneOf("kind", "Group", "ServiceAccount", "User"),
                        when("kind", "ServiceAccount", named("name", Names::subdomain)),
                        when("kind", "ServiceAccount", RbacRules::noGroup),
                        when("kind", "User", words("apiGroup", RBAC)),
                        when("kind", "Group", words("apiGroup", RBAC))));
    }

    private static void admission(Map<String, List<Constraint>> table) {
        for (String webhook : List.of("ValidatingWebhook", "MutatingWebhook")) {
            table.put(
                    "admissionregistration.v1." + webhook,
                    List.of(
                            required("name", "sideEffects", "admissionReviewVersions"),
                            named("name", Names::fullyQualified),
                            range("timeoutSeconds", 1, 30),
                            oneOf("failurePolicy", "Fail", "Ignore"),
                            oneOf("matchPolicy", "Equivalent", "Exact"),
                            oneOf("sideEffects", "None", "NoneOnDryRun"),
                            oneOf("reinvocationPolicy", "IfNeeded", "Never"),
                            unique("matchConditions", "name"),
                            evenEmpty("admissionReviewVersions", Names::label1035),
                            WebhookRules::reviewVersions));
        }
        table.put("admissionregistration.v1.ValidatingWebhookConfiguration", List.of(unique("webhooks", "name")));
        table.put("admissionregistration.v1.MutatingWebhookConfiguration", List.of(unique("webhooks", "name")));
        table.put(
                "admissionregistration.v1.WebhookClientConfig",
                List.of(anyOf("a target", "service", "url"), atMostOne("target", "service", "url"), WebhookRules::url));
        table.put(
                "admissionregistration.v1.RuleWithOperations",
                List.of(
                        required("operations", "apiGroups", "apiVersions", "resources"),
                        oneOf("operations", "*", "CONNECT", "CREATE", "DELETE", "UPDATE"),
                        oneOf("scope", "*", "Cluster", "Namespaced"),
                        evenEmpty("apiVersions", Names::notEmpty),
                        evenEmpty("resources", Names::notEmpty),
                        WebhookRules::wildcardsStandAlone));
        table.put(
                "admissionregistration.v1.ServiceReference",
                List.of(required("name", "namespace"), port("port"), named("path", WebhookRules::servicePath)));
        table.put(
                "admissionregistration.v1.MatchCondition",
                List.of(required("name", "expression"), named("name", Names::qualified)));
    }

    private static void definitions(Map<String, List<Constraint>> table) {
        table.put("apiregistration.v1.APIService", List.of(DefinitionRules::apiServiceName));
        table.put(
                "apiregistration.v1.APIServiceSpec",
                List.of(
                        required("version", "groupPriorityMinimum", "versionPriority"),
                        named("version", Names::label1035),
                        range("groupPriorityMinimum", 1, 20_000),
                        range("versionPriority", 1, 1000),
                        inside("service", required("name", "namespace")),
                        inside("service", port("port"))));
        table.put("apiextensions.v1.CustomResourceDefinition", List.of(DefinitionRules::check));
        table.put(
                "apiextensions.v1.CustomResourceDefinitionSpec",
                List.of(
                        required("group", "versions", "scope"),
                        named("group", Names::group),
                        oneOf("scope", "Cluster", "Namespaced"),
                        unique("versions", "name"),
                        inside("conversion", oneOf("strategy", "None", "Webhook"))));
        table.put(
                "apiextensions.v1.CustomResourceDefinitionNames",
                List.of(
                        required("kind", "plural"),
                        named("kind", kind -> Names.label1035(kind.toLowerCase(Locale.ROOT))),
                        named("plural", Names::label1035),
                        named("singular", Names::label1035),
                        named("shortNames", Names::label1035),
                        named("categories", Names::label1035)));
        table.put(
                "apiextensions.v1.CustomResourceDefinitionVersion",
                List.of(required("name"), named("name", Names::label1035)));
    }
}
