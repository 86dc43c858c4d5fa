# METADATA
# title: Credentials must not stand in arguments
# description: >-
#   Arguments are shown by ps, in crash reports and in the object. Values are never shown here.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/secret/
# custom:
#   id: AF603
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Pass the credential by a file or by an environment variable from a Secret.
package auditflow.rules.secrets.arguments

import rego.v1

import data.auditflow.lib.credentials
import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	some field in ["args", "command"]
	some i, argument in pod.array_or_empty(object.get(entry.container, field, []))
	is_string(argument)
	startswith(argument, "-")
	parts := split(argument, "=")
	count(parts) > 1
	credentials.is_name(trim_left(parts[0], "-"))
	credentials.is_literal(concat("=", array.slice(parts, 1, count(parts))))
	path := array.concat(entry.path, [field, i])
	msg := concat("", [entry.label, " passes ", parts[0], " in plain text"])
}
