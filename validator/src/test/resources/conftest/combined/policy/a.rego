package main

names contains name if {
	some entry in input
	entry.contents.kind == "Service"
	name := entry.contents.metadata.name
}

deny contains sprintf("%d objects, services %v", [count(input), sort(names)]) if count(input) > 1

warn_twice contains msg if {
	some i, one in input
	some j, other in input
	i < j
	one.contents.kind == other.contents.kind
	one.contents.metadata.name == other.contents.metadata.name
	one.contents.kind in {"Namespace", "Service", "PodDisruptionBudget"}
	msg := sprintf("%s/%s is there twice", [one.contents.kind, one.contents.metadata.name])
}
