# METADATA
# title: An Ingress should lead to a Service of the target
# description: >-
#   A backend that does not exist answers every request with an error.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/
# custom:
#   id: AF328
#   severity: warn
#   scope: target
#   kinds: [Ingress]
#   remedy: >-
#     Fix the Service's name, or render the Service with it.
package auditflow.target_rules.workload.ingress_backend

import rego.v1

import data.auditflow.lib.target

warn contains {"msg": msg, "path": path, "index": ingress.index} if {
	some ingress in target.of_kind("Ingress")
	some i, rule in target.list(object.get(ingress.object, ["spec", "rules"], []))
	some j, way in target.list(object.get(rule, ["http", "paths"], []))
	name := way.backend.service.name
	not exists(ingress.object, name)
	path := ["spec", "rules", i, "http", "paths", j, "backend", "service", "name"]
	msg := concat("", ["the target holds no Service named \"", name, "\""])
}

exists(ingress, name) if {
	some service in target.of_kind("Service")
	target.name(service.object) == name
	target.same_namespace(service.object, ingress)
}
