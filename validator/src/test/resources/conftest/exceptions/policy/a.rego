package main

deny_network contains "host network" if input.spec.template.spec.hostNetwork

deny_kind contains sprintf("%s is a workload", [input.kind]) if input.spec.template

warn_name contains "a name" if input.metadata.name

exception contains rules if {
	input.kind == "Deployment"
	rules := ["kind", "name"]
}

exception contains ["network"] if input.kind == "DaemonSet"
