package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.List;

/** Constraints of roles and bindings in which several fields take part. */
final class RbacRules {
    private RbacRules() {}

    static void rule(MapNode rule, FieldPath path, Sink sink) {
        boolean urls = !Constraints.isEmpty(rule, "nonResourceURLs");
        if (urls) {
            return;
        }
        for (String field : List.of("apiGroups", "resources")) {
            if (Constraints.isEmpty(rule, field)) {
                sink.report(SchemaRules.MISSING_FIELD, path.key(field), "a rule for resources needs " + field);
            }
        }
    }

    static Constraint roleRef(String... kinds) {
        List<String> allowed = List.of(kinds);
        return (binding, path, sink) -> binding.map("roleRef").ifPresent(ref -> {
            FieldPath place = path.key("roleRef");
            Constraints.scalar(ref, "kind")
                    .filter(kind -> !allowed.contains(kind))
                    .ifPresent(kind -> sink.report(
                            SchemaRules.INVALID_VALUE,
                            place.key("kind"),
                            "\"%s\" is not one of %s".formatted(kind, String.join(", ", kinds))));
            Constraints.scalar(ref, "apiGroup")
                    .filter(group -> !group.isEmpty() && !group.equals("rbac.authorization.k8s.io"))
                    .ifPresent(group -> sink.report(
                            SchemaRules.INVALID_VALUE,
                            place.key("apiGroup"),
                            "\"%s\" is not rbac.authorization.k8s.io".formatted(group)));
        });
    }

    /** A RoleBinding's service accounts may leave the namespace out; a ClusterRoleBinding's have no namespace to take. */
    static void accountsHaveNamespaces(MapNode binding, FieldPath path, Sink sink) {
        Constraints.each(binding, path, "subjects", (node, place) -> {
            if (node instanceof MapNode subject) {
                Constraints.when("kind", "ServiceAccount", Constraints.required("namespace"))
                        .check(subject, place, sink);
            }
        });
    }
}
