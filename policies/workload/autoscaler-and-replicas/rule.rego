# METADATA
# title: Autoscaled workloads should not set replicas
# description: >-
#   Every deployment then sets the number back, and the autoscaler has to find it again under
#   load.
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling
# custom:
#   id: AF326
#   severity: warn
#   scope: target
#   kinds: [Deployment, StatefulSet]
#   remedy: >-
#     Leave replicas out where an autoscaler sets it.
package auditflow.target_rules.workload.autoscaler_and_replicas

import rego.v1

import data.auditflow.lib.target

warn contains {"msg": msg, "path": ["spec", "replicas"], "index": entry.index} if {
	some entry in target.objects
	entry.object.kind in {"Deployment", "StatefulSet"}
	object.get(entry.object, ["spec", "replicas"], null) != null
	some scaler in target.of_kind("HorizontalPodAutoscaler")
	wanted := scaler.object.spec.scaleTargetRef
	wanted.kind == entry.object.kind
	wanted.name == target.name(entry.object)
	target.same_namespace(entry.object, scaler.object)
	msg := "it sets replicas although an autoscaler does too"
}
