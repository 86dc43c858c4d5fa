# METADATA
# description: >-
#   The objects of a target, for rules that look at several of them. Input is a list of
#   {"path", "contents"}.
package auditflow.lib.target

import rego.v1

# All objects with their index in the input.
objects := [{"index": i, "object": entry.contents} |
	is_array(input)
	some i, entry in input
	is_object(entry.contents)
	is_string(object.get(entry.contents, "kind", null))
]

# Objects of one kind.
of_kind(kind) := [entry | some entry in objects; entry.object.kind == kind]

name(object_) := object.get(object_, ["metadata", "name"], "")

# The namespace that an object names, or "" for the release's.
namespace(object_) := found if {
	found := object.get(object_, ["metadata", "namespace"], "")
	is_string(found)
}

template_paths := {
	"CronJob": ["spec", "jobTemplate", "spec", "template"],
	"DaemonSet": ["spec", "template"],
	"Deployment": ["spec", "template"],
	"Job": ["spec", "template"],
	"PodTemplate": ["template"],
	"ReplicaSet": ["spec", "template"],
	"ReplicationController": ["spec", "template"],
	"StatefulSet": ["spec", "template"],
}

# All pods that the target describes: their template, its place, and the object that makes them.
pods := [pod |
	some entry in objects
	path := object.get(template_paths, entry.object.kind, null)
	path != null
	template := object.get(entry.object, path, null)
	is_object(template)
	pod := {
		"index": entry.index,
		"labels": dict(object.get(template, ["metadata", "labels"], {})),
		"object": entry.object,
		"path": path,
		"spec": dict(object.get(template, "spec", {})),
	}
]

bare_pods := [pod |
	some entry in of_kind("Pod")
	pod := {
		"index": entry.index,
		"labels": dict(object.get(entry.object, ["metadata", "labels"], {})),
		"object": entry.object,
		"path": [],
		"spec": dict(object.get(entry.object, "spec", {})),
	}
]

all_pods := array.concat(pods, bare_pods)

# Whether matchLabels and matchExpressions select a set of labels. An empty selector selects all.
selects(selector, labels) if {
	wanted := dict(object.get(selector, "matchLabels", {}))
	every key, value in wanted {
		object.get(labels, key, null) == value
	}
	every expression in list(object.get(selector, "matchExpressions", [])) {
		satisfied(expression, labels)
	}
}

satisfied(expression, labels) if {
	expression.operator == "In"
	object.get(labels, expression.key, null) in list(object.get(expression, "values", []))
}

satisfied(expression, labels) if {
	expression.operator == "NotIn"
	not object.get(labels, expression.key, null) in list(object.get(expression, "values", []))
}

satisfied(expression, labels) if {
	expression.operator == "Exists"
	object.get(labels, expression.key, null) != null
}

satisfied(expression, labels) if {
	expression.operator == "DoesNotExist"
	object.get(labels, expression.key, null) == null
}

# Whether two objects live in the same namespace.
same_namespace(a, b) if namespace(a) == namespace(b)

dict(value) := value if is_object(value)

dict(value) := {} if not is_object(value)

list(value) := value if is_array(value)

list(value) := [] if not is_array(value)
