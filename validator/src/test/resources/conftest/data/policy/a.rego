package main

deny contains msg if {
	some container in input.spec.template.spec.containers
	registry := split(container.image, "/")[0]
	not registry in data.registries
	msg := sprintf("%s is not of %v", [container.image, data.registries])
}

warn contains msg if {
	limit := data.limits[lower(input.kind)]
	input.spec.replicas > limit
	msg := sprintf("%d replicas are more than %d", [input.spec.replicas, limit])
}

warn contains "team" if data.team.lead == input.metadata.labels["app.kubernetes.io/part-of"]
