package main

import data.lib.names

deny contains msg if {
	input.kind == "Deployment"
	not input.spec.replicas
	msg := sprintf("%s has no replicas", [input.metadata.name])
}

deny_tag contains {"msg": msg, "container": container.name, "path": path} if {
	some i, container in input.spec.template.spec.containers
	not contains(container.image, "@")
	msg := concat(" ", [container.image, "has no digest"])
	path := ["spec", "template", "spec", "containers", i, "image"]
}

violation contains {"msg": sprintf("kind %v", [input.kind]), "details": {"labels": input.metadata.labels}} if {
	names.is_service
}

violation_role contains {"msg": "wildcard"} if "*" in input.rules[_].verbs

warn contains msg if {
	some key, value in input.metadata.labels
	not regex.match(`^[a-z0-9A-Z.-]+$`, value)
	msg := sprintf("label %q is %q", [key, value])
}

warn_owner contains "no owner" if not input.metadata.annotations.owner

helper contains "never" if true

deny_nothing contains "never" if false
