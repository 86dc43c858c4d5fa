# METADATA
# title: Roles must not let their holder gain more rights
# description: >-
#   bind, escalate and impersonate let whoever has the role give himself any other.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   id: AF505
#   severity: deny
#   scope: resource
#   kinds: [ClusterRole, Role]
#   remedy: >-
#     Remove the verb.
package auditflow.rules.rbac.escalation

import rego.v1

import data.auditflow.lib.rbac

deny contains {"msg": msg, "path": path} if {
	some entry in rbac.rules
	some i, verb in rbac.list(object.get(entry.rule, "verbs", []))
	verb in {"bind", "escalate", "impersonate"}
	path := array.concat(entry.path, ["verbs", i])
	msg := concat("", ["the verb ", verb, " lets its holder take other rights"])
}
