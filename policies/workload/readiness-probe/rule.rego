# METADATA
# title: Long-running containers need a readiness probe
# description: >-
#   Without one a pod gets requests before it can answer them, at every start and update.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
# custom:
#   id: AF301
#   severity: warn
#   scope: resource
#   kinds: [DaemonSet, Deployment, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Add a readinessProbe that says when the container can serve.
package auditflow.rules.workload.readiness_probe

import rego.v1

import data.auditflow.lib.pod

warn contains {"msg": msg, "path": path, "missing": true} if {
	pod.long_running
	some entry in pod.running
	not is_object(object.get(entry.container, "readinessProbe", null))
	path := array.concat(entry.path, ["readinessProbe"])
	msg := concat("", [entry.label, " has no readinessProbe"])
}
