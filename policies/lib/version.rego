# METADATA
# description: The Kubernetes version that a target is for.
package auditflow.lib.version

import rego.v1

import data.auditflow.lib.params

# Whether it is at least 1.<minor>. Where no version is known the newest standards hold.
at_least(minor) if {
	parts := split(params.release("kubernetesVersion", "1.999"), ".")
	to_number(parts[1]) >= minor
}
