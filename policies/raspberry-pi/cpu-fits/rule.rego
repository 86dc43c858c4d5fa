# METADATA
# title: CPU requests must fit a Raspberry Pi
# description: >-
#   A Raspberry Pi has four cores. A pod that asks for more stays pending.
# related_resources:
#   - ref: https://docs.k3s.io/installation/requirements
# custom:
#   id: AF404
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Lower the request, or raise the parameter maxCpu if the nodes have more.
#   params:
#     - name: maxCpu
#       default: "4"
#       description: Largest CPU request or limit of a container.
package auditflow.rules.raspberry_pi.cpu_fits

import rego.v1

import data.auditflow.lib.params
import data.auditflow.lib.pod

most := params.value("raspberry_pi", "maxCpu", "4")

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	some kind in ["limits", "requests"]
	amount := entry.container.resources[kind].cpu
	units.parse(pod.text(amount)) > units.parse(most)
	path := array.concat(entry.path, ["resources", kind, "cpu"])
	msg := concat("", [entry.label, " has ", pod.text(amount), " CPUs in its ", kind, "; a node has ", most])
}
