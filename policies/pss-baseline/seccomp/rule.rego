# METADATA
# title: Seccomp must not be turned off
# description: >-
#   Unconfined lets a container make every system call, also those that exploits need.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   id: AF111
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Use the profile type RuntimeDefault or Localhost, or remove the setting.
package auditflow.rules.pss_baseline.seccomp

import rego.v1

import data.auditflow.lib.pod

allowed := {"Localhost", "RuntimeDefault"}

deny contains {"msg": msg, "path": path} if {
	kind := object.get(pod.security, ["seccompProfile", "type"], "RuntimeDefault")
	not kind in allowed
	path := array.concat(pod.spec_path, ["securityContext", "seccompProfile", "type"])
	msg := concat("", ["the pod sets the seccomp profile ", pod.text(kind), "; use RuntimeDefault"])
}

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	kind := object.get(entry.security, ["seccompProfile", "type"], "RuntimeDefault")
	not kind in allowed
	path := array.concat(entry.path, ["securityContext", "seccompProfile", "type"])
	msg := concat("", [entry.label, " sets the seccomp profile ", pod.text(kind), "; use RuntimeDefault"])
}
