# METADATA
# title: Two load balancers cannot have the same port
# description: >-
#   K3s' load balancer takes the port on every node, so the second Service with it stays
#   pending.
# related_resources:
#   - ref: https://docs.k3s.io/networking/networking-services#service-load-balancer
# custom:
#   id: AF407
#   severity: deny
#   scope: target
#   kinds: [Service]
#   remedy: >-
#     Use another port, or put both behind one Ingress.
package auditflow.target_rules.raspberry_pi.load_balancer_ports

import rego.v1

import data.auditflow.lib.target

deny contains {"msg": msg, "path": ["spec", "ports", i, "port"], "index": second.index} if {
	services := [entry |
		some entry in target.of_kind("Service")
		object.get(entry.object, ["spec", "type"], "") == "LoadBalancer"
	]
	some first in services
	some second in services
	first.index < second.index
	some i, port in target.list(second.object.spec.ports)
	some taken in target.list(first.object.spec.ports)
	port.port == taken.port
	object.get(port, "protocol", "TCP") == object.get(taken, "protocol", "TCP")
	msg := concat("", ["port ", json.marshal(port.port), " is already taken by the Service \"", target.name(first.object), "\""])
}
