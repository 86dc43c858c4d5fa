# METADATA
# title: Containers should have a read-only root
# description: >-
#   Who breaks in can then neither change the program nor leave one behind.
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# custom:
#   id: AF312
#   severity: warn
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where the program
#     writes.
package auditflow.rules.workload.read_only_root

import rego.v1

import data.auditflow.lib.pod

warn contains {"msg": msg, "path": path, "missing": true} if {
	not pod.windows
	some entry in pod.containers
	entry.field != "ephemeralContainers"
	object.get(entry.security, "readOnlyRootFilesystem", null) != true
	path := array.concat(entry.path, ["securityContext", "readOnlyRootFilesystem"])
	msg := concat("", [entry.label, " can write to its root; set securityContext.readOnlyRootFilesystem to true"])
}
