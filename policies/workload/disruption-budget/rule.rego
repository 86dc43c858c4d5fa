# METADATA
# title: Workloads with several replicas need a disruption budget
# description: >-
#   Without one a node drain may take all pods at once, although there are several.
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   id: AF320
#   severity: warn
#   scope: target
#   kinds: [Deployment, StatefulSet]
#   remedy: >-
#     Add a PodDisruptionBudget that selects the pods.
package auditflow.target_rules.workload.disruption_budget

import rego.v1

import data.auditflow.lib.target

warn contains {"msg": msg, "path": ["spec", "replicas"], "index": entry.index} if {
	some entry in target.pods
	entry.object.kind in {"Deployment", "StatefulSet"}
	replicas := object.get(entry.object, ["spec", "replicas"], 1)
	is_number(replicas)
	replicas > 1
	not has_budget(entry)
	msg := "there is no PodDisruptionBudget for its pods, although it runs several"
}

has_budget(entry) if {
	some budget in target.of_kind("PodDisruptionBudget")
	target.same_namespace(budget.object, entry.object)
	target.selects(target.dict(object.get(budget.object, ["spec", "selector"], {})), entry.labels)
}
