# METADATA
# title: ClusterRoles should not create pods everywhere
# description: >-
#   Who creates pods in any namespace can use any service account and Secret of it.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   id: AF511
#   severity: warn
#   scope: resource
#   kinds: [ClusterRole]
#   remedy: >-
#     Use a Role in the namespace that needs it.
package auditflow.rules.rbac.create_pods

import rego.v1

import data.auditflow.lib.rbac

warn contains {"msg": msg, "path": path} if {
	input.kind == "ClusterRole"
	some entry in rbac.rules
	some i, resource in rbac.list(object.get(entry.rule, "resources", []))
	resource in {"cronjobs", "daemonsets", "deployments", "jobs", "pods", "replicasets", "statefulsets"}
	some verb in rbac.list(object.get(entry.rule, "verbs", []))
	verb in {"create", "patch", "update"}
	path := array.concat(entry.path, ["resources", i])
	msg := concat("", ["the rule lets its holder change ", resource, " in every namespace"])
}
