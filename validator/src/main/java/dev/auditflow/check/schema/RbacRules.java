package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.List;

/** Constraints of roles and bindings in which several fields take part. */
final class RbacRules {
    private RbacRules() {}

    /** A rule is about resources or about URLs. */
    static void rule(MapNode rule, FieldPath path, Sink sink) {
        boolean urls = !Fields.isEmpty(rule, "nonResourceURLs");
        for (String field : List.of("apiGroups", "resources", "resourceNames")) {
            boolean there = !Fields.isEmpty(rule, field);
            if (urls && there) {
                sink.report(SchemaRules.CROSS_FIELD, path.key(field), "a rule for nonResourceURLs has no " + field);
            }
            if (!urls && !there && !field.equals("resourceNames")) {
                sink.report(SchemaRules.MISSING_FIELD, path.key(field), "a rule for resources needs " + field);
            }
        }
    }

    /** URLs belong to no namespace, so only ClusterRoles speak of them. */
    static void noUrls(MapNode role, FieldPath path, Sink sink) {
        Constraints.each("rules", (rule, place, to) -> {
                    if (!Fields.isEmpty(rule, "nonResourceURLs")) {
                        to.report(
                                SchemaRules.CROSS_FIELD,
                                place.key("nonResourceURLs"),
                                "a Role has no nonResourceURLs; they are for ClusterRoles");
                    }
                })
                .check(role, path, sink);
    }

    static void noGroup(MapNode subject, FieldPath path, Sink sink) {
        if (!Fields.isEmpty(subject, "apiGroup")) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("apiGroup"), "a ServiceAccount has the empty apiGroup");
        }
    }

    /** A RoleBinding's service accounts may leave the namespace out; a ClusterRoleBinding's have no namespace to take. */
    static void accountsHaveNamespaces(MapNode binding, FieldPath path, Sink sink) {
        Constraints.each("subjects", Constraints.when("kind", "ServiceAccount", Constraints.required("namespace")))
                .check(binding, path, sink);
    }
}
