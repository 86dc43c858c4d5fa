# METADATA
# title: Windows pods must not be HostProcess pods
# description: >-
#   A HostProcess container runs on the node itself with its privileges. The baseline standard
#   forbids it.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   id: AF101
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Remove windowsOptions.hostProcess.
package auditflow.rules.pss_baseline.host_process

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	pod.security.windowsOptions.hostProcess == true
	path := array.concat(pod.spec_path, ["securityContext", "windowsOptions", "hostProcess"])
	msg := "the pod is a HostProcess pod and runs on the node itself; remove hostProcess"
}

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	entry.security.windowsOptions.hostProcess == true
	path := array.concat(entry.path, ["securityContext", "windowsOptions", "hostProcess"])
	msg := concat("", [entry.label, " is a HostProcess container and runs on the node itself; remove hostProcess"])
}
