# METADATA
# title: Objects should have the recommended labels
# description: >-
#   Tools find what belongs together by them, and people too.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
# custom:
#   id: AF701
#   severity: warn
#   scope: resource
#   kinds: ["*"]
#   remedy: >-
#     Add app.kubernetes.io/name, instance and managed-by to metadata.labels.
package auditflow.rules.helm.recommended_labels

import rego.v1

wanted := ["app.kubernetes.io/instance", "app.kubernetes.io/managed-by", "app.kubernetes.io/name"]

warn contains {"msg": msg, "path": ["metadata", "labels"], "missing": true} if {
	is_object(object.get(input, "metadata", null))
	missing := [label | some label in wanted; object.get(input, ["metadata", "labels", label], "") == ""]
	count(missing) > 0
	msg := concat("", ["the labels ", concat(", ", missing), " are missing"])
}
