# METADATA
# title: Containers must not run as user 0
# description: >-
#   User 0 is root, whatever runAsNonRoot says elsewhere. Since Kubernetes 1.35 it is allowed to
#   pods in a user namespace (hostUsers: false).
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# custom:
#   id: AF204
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Set runAsUser to a user above 0, or leave it to the image.
package auditflow.rules.pss_restricted.run_as_user

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	not pod.in_user_namespace
	object.get(pod.security, "runAsUser", null) == 0
	path := array.concat(pod.spec_path, ["securityContext", "runAsUser"])
	msg := "the pod runs as user 0, which is root; set another runAsUser"
}

deny contains {"msg": msg, "path": path} if {
	not pod.in_user_namespace
	some entry in pod.containers
	object.get(entry.security, "runAsUser", null) == 0
	path := array.concat(entry.path, ["securityContext", "runAsUser"])
	msg := concat("", [entry.label, " runs as user 0, which is root; set another runAsUser"])
}
