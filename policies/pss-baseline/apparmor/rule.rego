# METADATA
# title: AppArmor must not be turned off
# description: >-
#   On nodes with AppArmor the runtime's default profile applies. Unconfined takes it away.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   id: AF108
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Use the profile type RuntimeDefault or Localhost, or remove the setting.
package auditflow.rules.pss_baseline.apparmor

import rego.v1

import data.auditflow.lib.pod

allowed := {"Localhost", "RuntimeDefault"}

deny contains {"msg": msg, "path": path} if {
	kind := pod.security.appArmorProfile.type
	not kind in allowed
	path := array.concat(pod.spec_path, ["securityContext", "appArmorProfile", "type"])
	msg := concat("", ["the pod sets the AppArmor profile type ", pod.text(kind), "; use RuntimeDefault"])
}

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	kind := entry.security.appArmorProfile.type
	not kind in allowed
	path := array.concat(entry.path, ["securityContext", "appArmorProfile", "type"])
	msg := concat("", [entry.label, " sets the AppArmor profile type ", pod.text(kind), "; use RuntimeDefault"])
}

deny contains {"msg": msg, "path": path} if {
	some key, profile in pod.annotations
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	not is_default(profile)
	path := array.concat(pod.metadata_path, ["annotations", key])
	msg := concat("", ["the annotation ", key, " sets the profile ", pod.text(profile), "; use runtime/default"])
}

is_default("")

is_default("runtime/default")

is_default(profile) if startswith(profile, "localhost/")
