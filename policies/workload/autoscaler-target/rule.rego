# METADATA
# title: An autoscaler's workload should exist
# description: >-
#   An autoscaler that names a workload which the target does not hold scales nothing.
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
# custom:
#   id: AF325
#   severity: warn
#   scope: target
#   kinds: [HorizontalPodAutoscaler]
#   remedy: >-
#     Fix scaleTargetRef, or render the workload with it.
package auditflow.target_rules.workload.autoscaler_target

import rego.v1

import data.auditflow.lib.target

warn contains {"msg": msg, "path": ["spec", "scaleTargetRef", "name"], "index": scaler.index} if {
	some scaler in target.of_kind("HorizontalPodAutoscaler")
	wanted := scaler.object.spec.scaleTargetRef
	wanted.kind in {"Deployment", "ReplicaSet", "StatefulSet"}
	not exists(scaler.object, wanted)
	msg := concat("", ["the target holds no ", wanted.kind, " named \"", wanted.name, "\""])
}

exists(scaler, wanted) if {
	some entry in target.of_kind(wanted.kind)
	target.name(entry.object) == wanted.name
	target.same_namespace(entry.object, scaler)
}
