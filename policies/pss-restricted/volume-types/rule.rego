# METADATA
# title: Only volumes without the node's or a vendor's storage may be used
# description: >-
#   The restricted standard allows configMap, csi, downwardAPI, emptyDir, ephemeral,
#   persistentVolumeClaim, projected and secret volumes, and image volumes since 1.31.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# custom:
#   id: AF201
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Use one of the allowed kinds; storage belongs behind a PersistentVolumeClaim.
package auditflow.rules.pss_restricted.volume_types

import rego.v1

import data.auditflow.lib.pod

allowed := {
	"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral",
	"image", "persistentVolumeClaim", "projected", "secret",
}

deny contains {"msg": msg, "path": path} if {
	some entry in pod.volumes
	some kind, source in entry.volume
	kind != "name"
	source != null
	not kind in allowed
	path := array.concat(entry.path, [kind])
	msg := concat("", ["volume \"", entry.name, "\" is of the kind ", kind, ", which restricted does not allow; use a PersistentVolumeClaim"])
}
