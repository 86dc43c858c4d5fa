# METADATA
# title: Nothing should be bound to the default account
# description: >-
#   Every pod of the namespace that names no account of its own has the rights of default.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   id: AF509
#   severity: warn
#   scope: resource
#   kinds: [ClusterRoleBinding, RoleBinding]
#   remedy: >-
#     Bind a service account of the workload's own.
package auditflow.rules.rbac.default_account

import rego.v1

import data.auditflow.lib.rbac

warn contains {"msg": msg, "path": ["subjects", i, "name"]} if {
	input.kind in {"ClusterRoleBinding", "RoleBinding"}
	some i, subject in rbac.list(object.get(input, "subjects", []))
	subject.kind == "ServiceAccount"
	subject.name == "default"
	msg := "the binding gives its role to the default service account"
}
