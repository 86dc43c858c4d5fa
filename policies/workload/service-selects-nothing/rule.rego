# METADATA
# title: A Service must select pods
# description: >-
#   A Service whose selector matches no pod of the target has no endpoints: every request to it
#   fails.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/service/
# custom:
#   id: AF323
#   severity: deny
#   scope: target
#   kinds: [Service]
#   remedy: >-
#     Make the selector match the pods' labels.
package auditflow.target_rules.workload.service_selects_nothing

import rego.v1

import data.auditflow.lib.target

deny contains {"msg": msg, "path": ["spec", "selector"], "index": service.index} if {
	some service in target.of_kind("Service")
	selector := object.get(service.object, ["spec", "selector"], {})
	is_object(selector)
	count(selector) > 0
	count(target.all_pods) > 0
	not selects_any(service.object, selector)
	msg := "the selector matches no pod of the target"
}

selects_any(service, selector) if {
	some entry in target.all_pods
	target.same_namespace(service, entry.object)
	target.selects({"matchLabels": selector}, entry.labels)
}
