# METADATA
# title: Images need a tag other than latest
# description: >-
#   latest, or no tag, is another image tomorrow. Nobody can say what runs, and a rollback does
#   not roll back.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/containers/images/#image-names
# custom:
#   id: AF307
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Name a version, or better a digest.
package auditflow.rules.workload.image_tag

import rego.v1

import data.auditflow.lib.image
import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	reference := object.get(entry.container, "image", "")
	is_string(reference)
	reference != ""
	image.digest(reference) == ""
	image.tag(reference) in {"", "latest"}
	path := array.concat(entry.path, ["image"])
	msg := concat("", [entry.label, " uses the image ", reference, " without a fixed version; name a tag other than latest, or a digest"])
}
