# METADATA
# title: A seccomp profile must be set
# description: >-
#   Without one a container may run unconfined, depending on the node. It may stand on the pod
#   or on every container.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# custom:
#   id: AF205
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Set securityContext.seccompProfile.type to RuntimeDefault on the pod.
package auditflow.rules.pss_restricted.seccomp_set

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path, "missing": true} if {
	not pod.windows
	some entry in pod.containers
	object.get(entry.security, ["seccompProfile", "type"], null) == null
	object.get(pod.security, ["seccompProfile", "type"], null) == null
	path := array.concat(pod.spec_path, ["securityContext", "seccompProfile"])
	msg := concat("", [entry.label, " has no seccomp profile; set seccompProfile.type to RuntimeDefault on the pod"])
}
