# METADATA
# title: Selectors must not hold a version
# description: >-
#   A selector cannot be changed. With a version in it the next upgrade fails.
# related_resources:
#   - ref: https://helm.sh/docs/chart_best_practices/labels/
# custom:
#   id: AF706
#   severity: deny
#   scope: resource
#   kinds: [DaemonSet, Deployment, StatefulSet]
#   remedy: >-
#     Remove helm.sh/chart and app.kubernetes.io/version from spec.selector.matchLabels.
package auditflow.rules.helm.selector_version

import rego.v1

deny contains {"msg": msg, "path": ["spec", "selector", "matchLabels", label]} if {
	input.kind in {"DaemonSet", "Deployment", "StatefulSet"}
	some label in ["app.kubernetes.io/version", "helm.sh/chart"]
	object.get(input, ["spec", "selector", "matchLabels", label], null) != null
	msg := concat("", ["the selector holds ", label, ", which changes with the next version, and a selector cannot be changed"])
}
