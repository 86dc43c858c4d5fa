# METADATA
# title: Containers must run as non-root
# description: >-
#   runAsNonRoot makes the kubelet refuse an image that would start as root. It may stand on the
#   pod or on every container. Since Kubernetes 1.35 pods in a user namespace (hostUsers: false)
#   need none.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# custom:
#   id: AF203
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Set securityContext.runAsNonRoot to true on the pod, and nowhere to false.
package auditflow.rules.pss_restricted.run_as_non_root

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path, "missing": true} if {
	not pod.in_user_namespace
	some entry in pod.containers
	own := object.get(entry.security, "runAsNonRoot", null)
	own == null
	object.get(pod.security, "runAsNonRoot", null) != true
	path := array.concat(pod.spec_path, ["securityContext", "runAsNonRoot"])
	msg := concat("", [entry.label, " may run as root; set runAsNonRoot to true on the pod"])
}

deny contains {"msg": msg, "path": path} if {
	not pod.in_user_namespace
	some entry in pod.containers
	own := object.get(entry.security, "runAsNonRoot", null)
	not own in {null, true}
	path := array.concat(entry.path, ["securityContext", "runAsNonRoot"])
	msg := concat("", [entry.label, " sets runAsNonRoot to ", pod.text(own), "; set it to true"])
}

deny contains {"msg": msg, "path": path} if {
	not pod.in_user_namespace
	object.get(pod.security, "runAsNonRoot", null) == false
	path := array.concat(pod.spec_path, ["securityContext", "runAsNonRoot"])
	msg := "the pod sets runAsNonRoot to false; set it to true"
	some entry in pod.containers
	object.get(entry.security, "runAsNonRoot", null) == true
}
