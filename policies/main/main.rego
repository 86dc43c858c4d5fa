# METADATA
# description: >-
#   What the host evaluates. resource sees one object as input; target sees all objects of a target,
#   each as {"path", "contents"}, the shape of conftest's combined input.
package auditflow.main

import rego.v1

resource contains finding if {
	some pack, rule
	some found in data.auditflow.rules[pack][rule].deny
	finding := object.union(found, {"pack": pack, "rule": rule, "level": "deny"})
}

resource contains finding if {
	some pack, rule
	some found in data.auditflow.rules[pack][rule].warn
	finding := object.union(found, {"pack": pack, "rule": rule, "level": "warn"})
}

target contains finding if {
	some pack, rule
	some found in data.auditflow.target_rules[pack][rule].deny
	finding := object.union(found, {"pack": pack, "rule": rule, "level": "deny"})
}

target contains finding if {
	some pack, rule
	some found in data.auditflow.target_rules[pack][rule].warn
	finding := object.union(found, {"pack": pack, "rule": rule, "level": "warn"})
}
