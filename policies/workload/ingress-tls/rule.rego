# METADATA
# title: Ingresses should use TLS
# description: >-
#   Without TLS passwords and tokens travel in the clear.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
# custom:
#   id: AF318
#   severity: warn
#   scope: resource
#   kinds: [Ingress]
#   remedy: >-
#     Add spec.tls with the hosts and the Secret of the certificate.
package auditflow.rules.workload.ingress_tls

import rego.v1

warn contains {"msg": msg, "path": ["spec", "tls"], "missing": true} if {
	input.kind == "Ingress"
	is_object(input.spec)
	count(object.get(input.spec, "tls", [])) == 0
	msg := "the Ingress has no TLS"
}
