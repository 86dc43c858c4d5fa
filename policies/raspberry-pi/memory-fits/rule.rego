# METADATA
# title: Memory limits must fit a Raspberry Pi
# description: >-
#   A limit above what a node has promises memory that is not there; the kernel then kills
#   somebody.
# related_resources:
#   - ref: https://docs.k3s.io/installation/requirements
# custom:
#   id: AF403
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Lower the limit, or raise the parameter maxMemory if the nodes have more.
#   params:
#     - name: maxMemory
#       default: "2Gi"
#       description: Largest memory request or limit of a container.
package auditflow.rules.raspberry_pi.memory_fits

import rego.v1

import data.auditflow.lib.params
import data.auditflow.lib.pod

most := params.value("raspberry_pi", "maxMemory", "2Gi")

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	some kind in ["limits", "requests"]
	amount := entry.container.resources[kind].memory
	units.parse_bytes(pod.text(amount)) > units.parse_bytes(most)
	path := array.concat(entry.path, ["resources", kind, "memory"])
	msg := concat("", [entry.label, " has ", pod.text(amount), " of memory in its ", kind, "; a node has ", most, " for it at most"])
}
