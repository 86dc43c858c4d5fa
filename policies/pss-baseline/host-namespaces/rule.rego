# METADATA
# title: Pods must not share the node's namespaces
# description: >-
#   hostNetwork, hostPID and hostIPC let a pod see and reach what belongs to the node and to
#   other pods.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   id: AF102
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Remove hostNetwork, hostPID and hostIPC; use a Service to be reached.
package auditflow.rules.pss_baseline.host_namespaces

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	some field in ["hostIPC", "hostNetwork", "hostPID"]
	object.get(pod.spec, field, false) == true
	path := array.concat(pod.spec_path, [field])
	msg := concat("", ["the pod sets ", field, ": true; remove it"])
}
