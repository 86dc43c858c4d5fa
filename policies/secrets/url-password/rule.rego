# METADATA
# title: URLs must not hold passwords
# description: >-
#   A URL with user and password is logged by whatever uses it. Values are never shown here.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/secret/
# custom:
#   id: AF604
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Take the password out of the URL and pass it from a Secret.
package auditflow.rules.secrets.url_password

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	some i, variable in pod.array_or_empty(object.get(entry.container, "env", []))
	value := object.get(variable, "value", "")
	is_string(value)
	has_password(value)
	path := array.concat(entry.path, ["env", i, "value"])
	msg := concat("", [entry.label, " has a URL with a password in ", pod.text(variable.name)])
}

has_password(value) if {
	authority := split(split(value, "://")[1], "/")[0]
	contains(authority, "@")
	userinfo := split(authority, "@")[0]
	password := split(userinfo, ":")[1]
	password != ""
	not startswith(password, "$(")
}
