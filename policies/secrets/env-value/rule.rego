# METADATA
# title: Credentials must not stand in env values
# description: >-
#   What stands in a manifest is in Git, in the API server's audit log and in every backup.
#   Values are never shown here.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/secret/
# custom:
#   id: AF601
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Take the value from a Secret by valueFrom.secretKeyRef, or mount it as a file.
package auditflow.rules.secrets.env_value

import rego.v1

import data.auditflow.lib.credentials
import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	some i, variable in pod.array_or_empty(object.get(entry.container, "env", []))
	name := variable.name
	credentials.is_name(name)
	credentials.is_literal(object.get(variable, "value", null))
	path := array.concat(entry.path, ["env", i, "value"])
	msg := concat("", [entry.label, " has the value of ", name, " in plain text"])
}
