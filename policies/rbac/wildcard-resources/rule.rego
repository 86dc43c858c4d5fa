# METADATA
# title: Roles must not grant every resource
# description: >-
#   A * stands for every resource of today and of every version to come.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   id: AF502
#   severity: deny
#   scope: resource
#   kinds: [ClusterRole, Role]
#   remedy: >-
#     List the resources that are needed.
package auditflow.rules.rbac.wildcard_resources

import rego.v1

import data.auditflow.lib.rbac

deny contains {"msg": msg, "path": path} if {
	some entry in rbac.rules
	some i, value in rbac.list(object.get(entry.rule, "resources", []))
	value == "*"
	path := array.concat(entry.path, ["resources", i])
	msg := "the rule grants every resource; list the resources that are needed"
}
