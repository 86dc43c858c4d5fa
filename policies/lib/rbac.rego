# METADATA
# description: The rules of a Role or ClusterRole.
package auditflow.lib.rbac

import rego.v1

# All rules, each with its place.
rules := [{"path": ["rules", i], "rule": rule} |
	input.kind in {"ClusterRole", "Role"}
	some i, rule in list(object.get(input, "rules", []))
	is_object(rule)
]

list(value) := value if is_array(value)

list(value) := [] if not is_array(value)
