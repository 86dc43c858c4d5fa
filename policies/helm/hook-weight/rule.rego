# METADATA
# title: Hook weights must be whole numbers in quotes
# description: >-
#   Annotations are strings, and Helm reads a weight that is no number as 0.
# related_resources:
#   - ref: https://helm.sh/docs/topics/charts_hooks/
# custom:
#   id: AF704
#   severity: deny
#   scope: resource
#   kinds: ["*"]
#   remedy: >-
#     Write the weight as a whole number in quotes.
package auditflow.rules.helm.hook_weight

import rego.v1

deny contains {"msg": msg, "path": ["metadata", "annotations", "helm.sh/hook-weight"]} if {
	weight := object.get(input, ["metadata", "annotations", "helm.sh/hook-weight"], "0")
	not is_whole(weight)
	msg := concat("", ["the hook weight ", json.marshal(weight), " is no whole number in quotes"])
}

is_whole(weight) if {
	is_string(weight)
	digits := trim_left(trim_prefix(trim_prefix(weight, "-"), "+"), "0123456789")
	digits == ""
	weight != ""
}
