# METADATA
# title: Containers must not gain privileges
# description: >-
#   Without allowPrivilegeEscalation: false a setuid program in the image can become root.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# custom:
#   id: AF202
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Set securityContext.allowPrivilegeEscalation to false on every container.
package auditflow.rules.pss_restricted.privilege_escalation

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path, "missing": true} if {
	not pod.windows
	some entry in pod.containers
	object.get(entry.security, "allowPrivilegeEscalation", null) != false
	path := array.concat(entry.path, ["securityContext", "allowPrivilegeEscalation"])
	msg := concat("", [entry.label, " may gain privileges; set securityContext.allowPrivilegeEscalation to false"])
}
