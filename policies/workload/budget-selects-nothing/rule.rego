# METADATA
# title: A disruption budget should select pods
# description: >-
#   A budget whose selector matches no pod of the target protects nothing.
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   id: AF322
#   severity: warn
#   scope: target
#   kinds: [PodDisruptionBudget]
#   remedy: >-
#     Make the selector match the pods' labels.
package auditflow.target_rules.workload.budget_selects_nothing

import rego.v1

import data.auditflow.lib.target

warn contains {"msg": msg, "path": ["spec", "selector"], "index": budget.index} if {
	some budget in target.of_kind("PodDisruptionBudget")
	not selects_any(budget.object)
	msg := "the selector matches no pod of the target"
}

selects_any(budget) if {
	some entry in target.all_pods
	target.same_namespace(budget, entry.object)
	target.selects(target.dict(object.get(budget, ["spec", "selector"], {})), entry.labels)
}
