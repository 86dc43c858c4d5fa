# METADATA
# title: emptyDir volumes need a size limit
# description: >-
#   Without one a pod can fill the node's disk, which evicts its neighbours.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
# custom:
#   id: AF314
#   severity: warn
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Set emptyDir.sizeLimit.
package auditflow.rules.workload.empty_dir_limit

import rego.v1

import data.auditflow.lib.pod

warn contains {"msg": msg, "path": path, "missing": true} if {
	some entry in pod.volumes
	directory := object.get(entry.volume, "emptyDir", null)
	is_object(directory)
	object.get(directory, "sizeLimit", null) == null
	path := array.concat(entry.path, ["emptyDir", "sizeLimit"])
	msg := concat("", ["volume \"", entry.name, "\" has no sizeLimit"])
}
