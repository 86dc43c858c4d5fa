package main

# METADATA
# title: Services must not open privileged ports
# custom:
#   id: TEAM-1
deny_ports contains msg if {
	input.kind == "Service"
	some port in input.spec.ports
	port.port < data.lowest
	msg := sprintf("port %d is below %d", [port.port, data.lowest])
}
