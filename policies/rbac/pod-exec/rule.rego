# METADATA
# title: Roles must not let their holder into pods
# description: >-
#   exec and attach run commands in a container, with its secrets and its network.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# custom:
#   id: AF506
#   severity: deny
#   scope: resource
#   kinds: [ClusterRole, Role]
#   remedy: >-
#     Remove pods/exec and pods/attach.
package auditflow.rules.rbac.pod_exec

import rego.v1

import data.auditflow.lib.rbac

deny contains {"msg": msg, "path": path} if {
	some entry in rbac.rules
	some i, resource in rbac.list(object.get(entry.rule, "resources", []))
	resource in {"pods/attach", "pods/exec"}
	path := array.concat(entry.path, ["resources", i])
	msg := concat("", [resource, " lets its holder run commands in containers"])
}
