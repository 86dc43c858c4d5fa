# METADATA
# title: A disruption budget must allow a disruption
# description: >-
#   A budget that never lets a pod go blocks every node drain, and with it every upgrade of the
#   cluster.
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   id: AF321
#   severity: deny
#   scope: target
#   kinds: [PodDisruptionBudget]
#   remedy: >-
#     Set maxUnavailable to 1 or more, or run more replicas than minAvailable.
package auditflow.target_rules.workload.blocking_budget

import rego.v1

import data.auditflow.lib.target

deny contains {"msg": msg, "path": ["spec", "maxUnavailable"], "index": budget.index} if {
	some budget in target.of_kind("PodDisruptionBudget")
	budget.object.spec.maxUnavailable in {0, "0", "0%"}
	msg := "maxUnavailable 0 blocks every node drain"
}

deny contains {"msg": msg, "path": ["spec", "minAvailable"], "index": budget.index} if {
	some budget in target.of_kind("PodDisruptionBudget")
	budget.object.spec.minAvailable == "100%"
	msg := "minAvailable 100% blocks every node drain"
}

deny contains {"msg": msg, "path": ["spec", "minAvailable"], "index": budget.index} if {
	some budget in target.of_kind("PodDisruptionBudget")
	wanted := budget.object.spec.minAvailable
	is_number(wanted)
	some entry in target.pods
	entry.object.kind in {"Deployment", "StatefulSet"}
	target.same_namespace(budget.object, entry.object)
	target.selects(target.dict(object.get(budget.object, ["spec", "selector"], {})), entry.labels)
	replicas := object.get(entry.object, ["spec", "replicas"], 1)
	is_number(replicas)
	wanted >= replicas
	msg := concat("", ["minAvailable ", json.marshal(wanted), " of ", json.marshal(replicas), " replicas blocks every node drain"])
}
