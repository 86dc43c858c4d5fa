# METADATA
# title: Containers need a memory request
# description: >-
#   The scheduler places pods by their requests; without one the pod is the first to be evicted.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   id: AF305
#   severity: warn
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Set resources.requests.memory.
package auditflow.rules.workload.memory_request

import rego.v1

import data.auditflow.lib.pod

warn contains {"msg": msg, "path": path, "missing": true} if {
	some entry in pod.containers
	entry.field != "ephemeralContainers"
	object.get(entry.container, ["resources", "requests", "memory"], null) == null
	path := array.concat(entry.path, ["resources", "requests", "memory"])
	msg := concat("", [entry.label, " sets no memory request"])
}
