# METADATA
# description: The Kubernetes version that a target is for.
package auditflow.lib.version

import rego.v1

import data.auditflow.lib.params

# The number after "1.". Where no version is known the newest standards hold.
minor := to_number(split(params.release("kubernetesVersion", "1.999"), ".")[1])

# Whether it is at least 1.<wanted>.
at_least(wanted) if minor >= wanted
