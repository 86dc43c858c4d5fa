# METADATA
# title: A variable must be set once
# description: >-
#   Of two variables with one name the last wins, and server-side apply refuses the object.
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
# custom:
#   id: AF313
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Remove one of them.
package auditflow.rules.workload.duplicate_env

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	env := pod.array_or_empty(object.get(entry.container, "env", []))
	some i, variable in env
	name := variable.name
	some j, earlier in env
	j < i
	earlier.name == name
	path := array.concat(entry.path, ["env", i, "name"])
	msg := concat("", [entry.label, " sets the variable ", pod.text(name), " twice"])
}
