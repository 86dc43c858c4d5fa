# METADATA
# description: >-
#   All packs at once for OPA itself: lists of level, pack, rule and what the rule found. resource sees one object
#   as input; target sees all objects of a target, each as {"path", "contents"}, the shape of conftest's
#   combined input. The program evaluates auditflow.entry.
package auditflow.main

import rego.v1

resource contains ["deny", pack, rule, found] if {
	some pack, rule
	some found in data.auditflow.rules[pack][rule].deny
}

resource contains ["warn", pack, rule, found] if {
	some pack, rule
	some found in data.auditflow.rules[pack][rule].warn
}

target contains ["deny", pack, rule, found] if {
	some pack, rule
	some found in data.auditflow.target_rules[pack][rule].deny
}

target contains ["warn", pack, rule, found] if {
	some pack, rule
	some found in data.auditflow.target_rules[pack][rule].warn
}
