# METADATA
# title: SELinux types must be the container ones
# description: >-
#   Other types, and any user or role, may lead out of the container's confinement.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   id: AF109
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Use container_t, container_init_t, container_kvm_t or container_engine_t, and set no user or
#     role.
package auditflow.rules.pss_baseline.selinux

import rego.v1

import data.auditflow.lib.pod
import data.auditflow.lib.version

allowed contains kind if some kind in {"", "container_init_t", "container_kvm_t", "container_t"}

allowed contains "container_engine_t" if version.at_least(31)

contexts contains {"label": "the pod", "path": array.concat(pod.spec_path, ["securityContext", "seLinuxOptions"]), "options": options} if {
	options := pod.security.seLinuxOptions
	is_object(options)
}

contexts contains {"label": entry.label, "path": array.concat(entry.path, ["securityContext", "seLinuxOptions"]), "options": options} if {
	some entry in pod.containers
	options := entry.security.seLinuxOptions
	is_object(options)
}

deny contains {"msg": msg, "path": path} if {
	some context in contexts
	kind := object.get(context.options, "type", "")
	not kind in allowed
	path := array.concat(context.path, ["type"])
	msg := concat("", [context.label, " sets the SELinux type ", pod.text(kind), "; use container_t or leave it out"])
}

deny contains {"msg": msg, "path": path} if {
	some context in contexts
	some field in ["role", "user"]
	value := object.get(context.options, field, "")
	not value in {"", null}
	path := array.concat(context.path, [field])
	msg := concat("", [context.label, " sets the SELinux ", field, " ", pod.text(value), "; remove it"])
}
