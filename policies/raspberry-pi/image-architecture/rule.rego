# METADATA
# title: Images must not be built for another architecture
# description: >-
#   A tag or repository that names amd64 will not start on a Raspberry Pi.
# related_resources:
#   - ref: https://docs.k3s.io/installation/requirements
# custom:
#   id: AF402
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Use the multi-architecture tag or the arm64 one.
package auditflow.rules.raspberry_pi.image_architecture

import rego.v1

import data.auditflow.lib.image
import data.auditflow.lib.pod

deny contains {"msg": msg, "path": path} if {
	some entry in pod.containers
	reference := object.get(entry.container, "image", "")
	is_string(reference)
	some word in ["amd64", "x86_64", "x86-64"]
	contains(lower(image.tagged(reference)), word)
	path := array.concat(entry.path, ["image"])
	msg := concat("", [entry.label, " uses the image ", reference, ", which is built for ", word])
}
