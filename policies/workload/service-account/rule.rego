# METADATA
# title: Workloads need a service account of their own
# description: >-
#   The default account is shared by every pod of the namespace: rights given to one are given
#   to all.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/service-accounts/
# custom:
#   id: AF310
#   severity: warn
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Create a ServiceAccount and name it in serviceAccountName.
package auditflow.rules.workload.service_account

import rego.v1

import data.auditflow.lib.pod

warn contains {"msg": msg, "path": path, "missing": true} if {
	is_object(pod.spec)
	object.get(pod.spec, "serviceAccountName", object.get(pod.spec, "serviceAccount", "")) in {"", "default", null}
	path := array.concat(pod.spec_path, ["serviceAccountName"])
	msg := "the pod runs as the default service account"
}
