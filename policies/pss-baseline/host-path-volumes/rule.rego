# METADATA
# title: Pods must not mount the node's folders
# description: >-
#   A hostPath volume gives the pod the node's files, and with them often the node.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   id: AF105
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Use a PersistentVolumeClaim, ConfigMap, Secret or emptyDir.
package auditflow.rules.pss_baseline.host_path_volumes

import rego.v1

import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	some entry in pod.volumes
	is_object(object.get(entry.volume, "hostPath", null))
	path := array.concat(entry.path, ["hostPath"])
	msg := concat("", ["volume \"", entry.name, "\" mounts the node's folder ", pod.text(object.get(entry.volume, ["hostPath", "path"], "")), "; use another kind of volume"])
}
