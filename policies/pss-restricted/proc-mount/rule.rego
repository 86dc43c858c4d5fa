# METADATA
# title: The /proc mask must stay on in a user namespace too
# description: >-
#   Since Kubernetes 1.35 baseline allows procMount Unmasked to pods with hostUsers: false;
#   restricted does not.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# custom:
#   id: AF207
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Remove securityContext.procMount.
package auditflow.rules.pss_restricted.proc_mount

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	pod.in_user_namespace
	some entry in pod.containers
	mount := object.get(entry.security, "procMount", "Default")
	not mount in {"Default", null}
	path := array.concat(entry.path, ["securityContext", "procMount"])
	msg := concat("", [entry.label, " sets procMount ", pod.text(mount), "; remove it"])
}
