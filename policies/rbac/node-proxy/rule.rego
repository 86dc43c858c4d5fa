# METADATA
# title: ClusterRoles must not reach the kubelets
# description: >-
#   nodes/proxy runs commands in any container of a node, past admission and audit.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   id: AF510
#   severity: deny
#   scope: resource
#   kinds: [ClusterRole]
#   remedy: >-
#     Remove nodes/proxy.
package auditflow.rules.rbac.node_proxy

import rego.v1

import data.auditflow.lib.rbac

deny contains {"msg": msg, "path": path} if {
	some entry in rbac.rules
	some i, resource in rbac.list(object.get(entry.rule, "resources", []))
	resource == "nodes/proxy"
	path := array.concat(entry.path, ["resources", i])
	msg := "nodes/proxy reaches every container of a node"
}
