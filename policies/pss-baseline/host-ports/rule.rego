# METADATA
# title: Containers must not take ports of the node
# description: >-
#   A hostPort binds the node's port: only one such pod fits a node, and NetworkPolicies may not
#   hold for it.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   id: AF106
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Remove hostPort and expose the pod by a Service.
package auditflow.rules.pss_baseline.host_ports

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	some i, port in pod.array_or_empty(object.get(entry.container, "ports", []))
	number := object.get(port, "hostPort", 0)
	not number in {0, null}
	path := array.concat(entry.path, ["ports", i, "hostPort"])
	msg := concat("", [entry.label, " takes port ", pod.text(number), " of the node; remove hostPort and use a Service"])
}
