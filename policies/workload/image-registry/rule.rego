# METADATA
# title: Images should name their registry
# description: >-
#   Without a registry the node's configuration decides where the image comes from.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/containers/images/#image-names
# custom:
#   id: AF308
#   severity: warn
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Write the registry, for example docker.io/library/postgres:17.2.
package auditflow.rules.workload.image_registry

import rego.v1

import data.auditflow.lib.image
import data.auditflow.lib.pod

warn contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	reference := object.get(entry.container, "image", "")
	is_string(reference)
	reference != ""
	not image.has_registry(reference)
	path := array.concat(entry.path, ["image"])
	msg := concat("", [entry.label, " uses the image ", reference, " without a registry"])
}
