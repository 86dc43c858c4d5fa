# METADATA
# title: Nothing must be bound to everybody
# description: >-
#   system:unauthenticated and system:anonymous are anyone who reaches the API server;
#   system:authenticated is every account there is.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   id: AF508
#   severity: deny
#   scope: resource
#   kinds: [ClusterRoleBinding, RoleBinding]
#   remedy: >-
#     Name the accounts that need the role.
package auditflow.rules.rbac.anonymous

import rego.v1

import data.auditflow.lib.rbac

everybody := {"system:anonymous", "system:authenticated", "system:unauthenticated"}

deny contains {"msg": msg, "path": ["subjects", i, "name"]} if {
	input.kind in {"ClusterRoleBinding", "RoleBinding"}
	some i, subject in rbac.list(object.get(input, "subjects", []))
	subject.name in everybody
	msg := concat("", ["the binding gives its role to ", subject.name])
}
