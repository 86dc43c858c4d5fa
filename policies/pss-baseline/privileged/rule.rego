# METADATA
# title: Containers must not run privileged
# description: >-
#   A privileged container has all of the node's devices and no isolation; who breaks into it
#   owns the node.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   id: AF103
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Remove securityContext.privileged; grant the one capability that is needed, if any.
package auditflow.rules.pss_baseline.privileged

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	entry.security.privileged == true
	path := array.concat(entry.path, ["securityContext", "privileged"])
	msg := concat("", [entry.label, " runs privileged; remove securityContext.privileged"])
}
