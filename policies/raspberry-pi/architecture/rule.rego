# METADATA
# title: Pods must be able to run on arm64
# description: >-
#   The nodes are Raspberry Pis. A pod that asks for another architecture stays pending.
# related_resources:
#   - ref: https://docs.k3s.io/installation/requirements
# custom:
#   id: AF401
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Use arm64, or leave the architecture out and publish the image for arm64.
package auditflow.rules.raspberry_pi.architecture

import rego.v1

import data.auditflow.lib.pod

keys := {"beta.kubernetes.io/arch", "kubernetes.io/arch"}

deny contains {"msg": msg, "path": path} if {
	some key in keys
	arch := object.get(pod.spec, ["nodeSelector", key], "arm64")
	arch != "arm64"
	path := array.concat(pod.spec_path, ["nodeSelector", key])
	msg := concat("", ["the pod asks for ", pod.text(arch), " nodes, and the cluster has arm64"])
}

deny contains {"msg": msg, "path": path} if {
	affinity := ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"]
	some i, term in pod.array_or_empty(object.get(pod.spec, affinity, []))
	some j, expression in pod.array_or_empty(object.get(term, "matchExpressions", []))
	expression.key in keys
	expression.operator == "In"
	not "arm64" in expression.values
	path := array.concat(array.concat(pod.spec_path, affinity), [i, "matchExpressions", j, "values"])
	msg := "the node affinity leaves out arm64, and the cluster has nothing else"
}
