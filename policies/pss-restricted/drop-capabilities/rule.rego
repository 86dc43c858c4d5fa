# METADATA
# title: Containers must drop all capabilities
# description: >-
#   A container keeps a set of root's powers by default. Drop all, and add back NET_BIND_SERVICE
#   at most.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# custom:
#   id: AF206
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Set securityContext.capabilities.drop to [ALL].
package auditflow.rules.pss_restricted.drop_capabilities

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path, "missing": true} if {
	not pod.windows
	some entry in pod.containers
	not "ALL" in pod.array_or_empty(object.get(entry.security, ["capabilities", "drop"], []))
	path := array.concat(entry.path, ["securityContext", "capabilities", "drop"])
	msg := concat("", [entry.label, " keeps capabilities; set securityContext.capabilities.drop to [ALL]"])
}

deny contains {"msg": msg, "path": path} if {
	not pod.windows
	some entry in pod.containers
	some i, capability in pod.array_or_empty(object.get(entry.security, ["capabilities", "add"], []))
	capability != "NET_BIND_SERVICE"
	path := array.concat(entry.path, ["securityContext", "capabilities", "add", i])
	msg := concat("", [entry.label, " adds the capability ", pod.text(capability), "; restricted allows NET_BIND_SERVICE only"])
}
