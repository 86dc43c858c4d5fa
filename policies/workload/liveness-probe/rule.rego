# METADATA
# title: Long-running containers need a liveness probe
# description: >-
#   Without one a container that hangs stays for as long as its process does.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
# custom:
#   id: AF302
#   severity: warn
#   scope: resource
#   kinds: [DaemonSet, Deployment, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Add a livenessProbe that fails only when a restart would help.
package auditflow.rules.workload.liveness_probe

import rego.v1

import data.auditflow.lib.pod

warn contains {"msg": msg, "path": path, "missing": true} if {
	pod.long_running
	some entry in pod.running
	not is_object(object.get(entry.container, "livenessProbe", null))
	path := array.concat(entry.path, ["livenessProbe"])
	msg := concat("", [entry.label, " has no livenessProbe"])
}
