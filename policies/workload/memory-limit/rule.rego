# METADATA
# title: Containers need a memory limit
# description: >-
#   Without one a leak takes the node's memory, and with it the other pods.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   id: AF306
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Set resources.limits.memory.
package auditflow.rules.workload.memory_limit

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path, "missing": true} if {
	some entry in pod.containers
	entry.field != "ephemeralContainers"
	object.get(entry.container, ["resources", "limits", "memory"], null) == null
	path := array.concat(entry.path, ["resources", "limits", "memory"])
	msg := concat("", [entry.label, " sets no memory limit"])
}
