# METADATA
# description: >-
#   The pods that an object describes, whatever its kind. Nothing here is undefined or fails on an
#   object of the wrong shape: what is not a mapping or a list is taken for absent.
package auditflow.lib.pod

import rego.v1

import data.auditflow.lib.version

spec_paths := {
	"CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
	"DaemonSet": ["spec", "template", "spec"],
	"Deployment": ["spec", "template", "spec"],
	"Job": ["spec", "template", "spec"],
	"Pod": ["spec"],
	"PodTemplate": ["template", "spec"],
	"ReplicaSet": ["spec", "template", "spec"],
	"ReplicationController": ["spec", "template", "spec"],
	"StatefulSet": ["spec", "template", "spec"],
}

# Where the pod's spec stands in the object; undefined for kinds without pods.
spec_path := spec_paths[input.kind]

# The pod's spec.
spec := found if {
	found := object.get(input, spec_path, null)
	is_object(found)
}

# Labels of the pods.
labels := object_or_empty(object.get(input, array.concat(metadata_path, ["labels"]), {}))

# Annotations of the pods.
annotations := object_or_empty(object.get(input, array.concat(metadata_path, ["annotations"]), {}))

metadata_path := array.concat(array.slice(spec_path, 0, count(spec_path) - 1), ["metadata"])

# Whether the pods run on Windows, which has no Linux security context.
default windows := false

windows if object.get(spec, ["os", "name"], "") == "windows"

# Whether the standards since Kubernetes 1.35 take root in the pod for nobody on the node.
default in_user_namespace := false

in_user_namespace if {
	version.at_least(35)
	object.get(spec, "hostUsers", true) == false
}

# The pod-level security context.
security := object_or_empty(object.get(spec, "securityContext", {}))

container_fields := ["containers", "initContainers", "ephemeralContainers"]

# All containers, each with its place and a name for messages.
containers := [entry |
	some field in container_fields
	list := object.get(spec, field, [])
	is_array(list)
	some i, container in list
	is_object(container)
	entry := {
		"container": container,
		"field": field,
		"label": label(field, container, i),
		"path": array.concat(spec_path, [field, i]),
		"security": object_or_empty(object.get(container, "securityContext", {})),
	}
]

# Containers that run for as long as the pod: no init, debug or finished ones.
running := [entry | some entry in containers; entry.field == "containers"]

# Volumes, each with its place and name.
volumes := [entry |
	list := object.get(spec, "volumes", [])
	is_array(list)
	some i, volume in list
	is_object(volume)
	entry := {
		"volume": volume,
		"name": text(object.get(volume, "name", i)),
		"path": array.concat(spec_path, ["volumes", i]),
	}
]

# Whether the pods are meant to run until somebody stops them.
long_running if input.kind in {"DaemonSet", "Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"}

label(field, container, i) := concat("", [nouns[field], " \"", text(object.get(container, "name", i)), "\""])

nouns := {
	"containers": "container",
	"ephemeralContainers": "ephemeral container",
	"initContainers": "init container",
}

object_or_empty(value) := value if is_object(value)

object_or_empty(value) := {} if not is_object(value)

array_or_empty(value) := value if is_array(value)

array_or_empty(value) := [] if not is_array(value)

# Any value as text for a message.
text(value) := value if is_string(value)

text(value) := json.marshal(value) if not is_string(value)
