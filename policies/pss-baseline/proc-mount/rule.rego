# METADATA
# title: The /proc mask must stay on
# description: >-
#   procMount Unmasked shows a container parts of the kernel that are hidden for good reason.
#   Since Kubernetes 1.35 baseline allows it to pods in a user namespace (hostUsers: false).
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   id: AF110
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Remove securityContext.procMount.
package auditflow.rules.pss_baseline.proc_mount

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	not pod.in_user_namespace
	mount := object.get(entry.security, "procMount", "Default")
	not mount in {"Default", null}
	path := array.concat(entry.path, ["securityContext", "procMount"])
	msg := concat("", [entry.label, " sets procMount ", pod.text(mount), "; remove it"])
}
