# METADATA
# title: The API token should be mounted only where it is used
# description: >-
#   The token lets whoever breaks into the container talk to the API server. Few workloads need
#   it.
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
# custom:
#   id: AF311
#   severity: warn
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Set automountServiceAccountToken to false, or to true where the token is meant.
package auditflow.rules.workload.service_account_token

import rego.v1

import data.auditflow.lib.pod

warn contains {"msg": msg, "path": path, "missing": true} if {
	is_object(pod.spec)
	object.get(pod.spec, "automountServiceAccountToken", null) == null
	path := array.concat(pod.spec_path, ["automountServiceAccountToken"])
	msg := "the pod does not say whether it needs the API token; set automountServiceAccountToken"
}
