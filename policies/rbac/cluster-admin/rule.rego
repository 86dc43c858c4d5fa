# METADATA
# title: Nothing must be bound to cluster-admin
# description: >-
#   cluster-admin may do everything, in every namespace.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   id: AF507
#   severity: deny
#   scope: resource
#   kinds: [ClusterRoleBinding, RoleBinding]
#   remedy: >-
#     Bind a role with the rights that are needed.
package auditflow.rules.rbac.cluster_admin

import rego.v1

deny contains {"msg": msg, "path": ["roleRef", "name"]} if {
	input.kind in {"ClusterRoleBinding", "RoleBinding"}
	input.roleRef.name == "cluster-admin"
	msg := "the binding gives cluster-admin"
}
