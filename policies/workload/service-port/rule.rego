# METADATA
# title: A Service's named target port must exist
# description: >-
#   A name that no selected container port has leaves the Service without endpoints on that
#   port.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
# custom:
#   id: AF324
#   severity: deny
#   scope: target
#   kinds: [Service]
#   remedy: >-
#     Name the container's port, or fix the name.
package auditflow.target_rules.workload.service_port

import rego.v1

import data.auditflow.lib.target

deny contains {"msg": msg, "path": ["spec", "ports", i, "targetPort"], "index": service.index} if {
	some service in target.of_kind("Service")
	selector := object.get(service.object, ["spec", "selector"], {})
	is_object(selector)
	count(selector) > 0
	some i, port in target.list(object.get(service.object, ["spec", "ports"], []))
	name := object.get(port, "targetPort", null)
	is_string(name)
	selected := [entry |
		some entry in target.all_pods
		target.same_namespace(service.object, entry.object)
		target.selects({"matchLabels": selector}, entry.labels)
	]
	count(selected) > 0
	not any_has_port(selected, name)
	msg := concat("", ["no selected container has a port named \"", name, "\""])
}

any_has_port(selected, name) if {
	some entry in selected
	some field in ["containers", "initContainers"]
	some container in target.list(object.get(entry.spec, field, []))
	some port in target.list(object.get(container, "ports", []))
	port.name == name
}
