package dev.auditflow.check.schema;

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
import java.util.Map;

/** What the API server demands of access rules and of definitions of APIs and OpenAPI does not say. */
final class ClusterTable {
    private static final String RBAC = "rbac.authorization.k8s.io";

    private ClusterTable() {}

    static void fill(Map<String, List<Constraint>> table) {
        access(table);
        definitions(table);
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
                        named("kind", Names::kind),
                        named("listKind", Names::kind),
                        DefinitionRules::kindsDiffer,
                        named("plural", Names::label1035),
                        named("singular", Names::label1035),
                        named("shortNames", Names::label1035),
                        named("categories", Names::label1035)));
        table.put(
                "apiextensions.v1.CustomResourceDefinitionVersion",
                List.of(required("name"), named("name", Names::label1035)));
        table.put(
                "apiextensions.v1.CustomResourceSubresourceScale",
                List.of(
                        required("specReplicasPath", "statusReplicasPath"),
                        named("specReplicasPath", path -> below(path, ".spec.")),
                        named("statusReplicasPath", path -> below(path, ".status.")),
                        named("labelSelectorPath", path -> path.startsWith(".spec.") ? "" : below(path, ".status."))));
    }

    private static String below(String path, String field) {
        return path.startsWith(field) ? "" : "it must be a path that begins with " + field;
    }
}
