# METADATA
# title: Liveness must not be the readiness probe again
# description: >-
#   When both are the same, a busy container is restarted instead of spared, which makes
#   overload an outage.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
# custom:
#   id: AF303
#   severity: warn
#   scope: resource
#   kinds: [DaemonSet, Deployment, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Give the liveness probe another endpoint, or a much higher failureThreshold.
package auditflow.rules.workload.same_probes

import rego.v1

import data.auditflow.lib.pod

warn contains {"msg": msg, "path": path} if {
	pod.long_running
	some entry in pod.running
	liveness := object.get(entry.container, "livenessProbe", null)
	is_object(liveness)
	liveness == object.get(entry.container, "readinessProbe", null)
	path := array.concat(entry.path, ["livenessProbe"])
	msg := concat("", [entry.label, " has the same liveness and readiness probe"])
}
