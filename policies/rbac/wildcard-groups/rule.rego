# METADATA
# title: Roles must not grant every API group
# description: >-
#   A * stands for every API group of today and of every version to come.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   id: AF503
#   severity: deny
#   scope: resource
#   kinds: [ClusterRole, Role]
#   remedy: >-
#     List the apiGroups that are needed.
package auditflow.rules.rbac.wildcard_groups

import rego.v1

import data.auditflow.lib.rbac

deny contains {"msg": msg, "path": path} if {
	some entry in rbac.rules
	some i, value in rbac.list(object.get(entry.rule, "apiGroups", []))
	value == "*"
	path := array.concat(entry.path, ["apiGroups", i])
	msg := "the rule grants every API group; list the apiGroups that are needed"
}
