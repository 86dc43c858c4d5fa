# METADATA
# title: Pods should be covered by a NetworkPolicy
# description: >-
#   Without one every pod of the cluster can reach it, and it can reach everything.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
# custom:
#   id: AF327
#   severity: warn
#   scope: target
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Add a NetworkPolicy that selects the pods and names the flows they need.
package auditflow.target_rules.workload.network_policy

import rego.v1

import data.auditflow.lib.target

warn contains {"msg": msg, "path": entry.path, "index": entry.index} if {
	some entry in target.all_pods
	not covered(entry)
	msg := "no NetworkPolicy of the target selects its pods"
}

covered(entry) if {
	some policy in target.of_kind("NetworkPolicy")
	target.same_namespace(policy.object, entry.object)
	target.selects(target.dict(object.get(policy.object, ["spec", "podSelector"], {})), entry.labels)
}
