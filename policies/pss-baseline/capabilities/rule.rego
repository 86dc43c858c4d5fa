# METADATA
# title: Containers must not add dangerous capabilities
# description: >-
#   Only the capabilities that container runtimes grant by default may be added. Others, such as
#   SYS_ADMIN or NET_RAW, lead out of the container.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   id: AF104
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Remove the capability from securityContext.capabilities.add.
package auditflow.rules.pss_baseline.capabilities

import rego.v1

import data.auditflow.lib.pod

allowed := {
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
	"NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
}

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	some i, capability in pod.array_or_empty(object.get(entry.security, ["capabilities", "add"], []))
	not capability in allowed
	path := array.concat(entry.path, ["securityContext", "capabilities", "add", i])
	msg := concat("", [entry.label, " adds the capability ", pod.text(capability), ", which baseline does not allow; remove it"])
}
