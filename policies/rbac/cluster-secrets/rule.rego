# METADATA
# title: ClusterRoles must not read Secrets
# description: >-
#   Who reads the Secrets of every namespace has every password and token of the cluster. list
#   and watch read them as well as get.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   id: AF504
#   severity: deny
#   scope: resource
#   kinds: [ClusterRole]
#   remedy: >-
#     Use a Role in the namespace, or resourceNames.
package auditflow.rules.rbac.cluster_secrets

import rego.v1

import data.auditflow.lib.rbac

deny contains {"msg": msg, "path": path} if {
	input.kind == "ClusterRole"
	some entry in rbac.rules
	some i, resource in rbac.list(object.get(entry.rule, "resources", []))
	resource == "secrets"
	some verb in rbac.list(object.get(entry.rule, "verbs", []))
	verb in {"get", "list", "watch"}
	count(rbac.list(object.get(entry.rule, "resourceNames", []))) == 0
	path := array.concat(entry.path, ["resources", i])
	msg := "the rule reads the Secrets of every namespace"
}
