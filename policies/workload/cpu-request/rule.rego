# METADATA
# title: Containers need a CPU request
# description: >-
#   The scheduler places pods by their requests; without one a pod lands on a node that has no
#   time for it.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   id: AF304
#   severity: warn
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Set resources.requests.cpu.
package auditflow.rules.workload.cpu_request

import rego.v1

import data.auditflow.lib.pod

warn contains {"msg": msg, "path": path, "missing": true} if {
	some entry in pod.containers
	entry.field != "ephemeralContainers"
	object.get(entry.container, ["resources", "requests", "cpu"], null) == null
	path := array.concat(entry.path, ["resources", "requests", "cpu"])
	msg := concat("", [entry.label, " sets no cpu request"])
}
