# METADATA
# title: Roles must not grant every verb
# description: >-
#   A * stands for every verb of today and of every version to come.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   id: AF501
#   severity: deny
#   scope: resource
#   kinds: [ClusterRole, Role]
#   remedy: >-
#     List the verbs that are needed.
package auditflow.rules.rbac.wildcard_verbs

import rego.v1

import data.auditflow.lib.rbac

deny contains {"msg": msg, "path": path} if {
	some entry in rbac.rules
	some i, value in rbac.list(object.get(entry.rule, "verbs", []))
	value == "*"
	path := array.concat(entry.path, ["verbs", i])
	msg := "the rule grants every verb; list the verbs that are needed"
}
