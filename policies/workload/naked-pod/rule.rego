# METADATA
# title: Pods should have a controller
# description: >-
#   Nobody starts a bare Pod again when its node goes away. Helm hooks and tests are meant to be
#   bare.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/overview/
# custom:
#   id: AF317
#   severity: warn
#   scope: resource
#   kinds: [Pod]
#   remedy: >-
#     Use a Deployment, StatefulSet or Job.
package auditflow.rules.workload.naked_pod

import rego.v1

warn contains {"msg": msg, "path": []} if {
	input.kind == "Pod"
	object.get(input, ["metadata", "annotations", "helm.sh/hook"], "") == ""
	msg := "the Pod has no controller that would start it again"
}
