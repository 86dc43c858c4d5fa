package main

deny[msg] {
	input.kind == "Deployment"
	image := input.spec.template.spec.containers[_].image
	endswith(image, ":latest")
	msg := sprintf("%v", [image])
}

warn[{"msg": msg}] {
	port := input.spec.ports[i].port
	port < 1024
	msg := sprintf("port %d at %d", [port, i])
}
