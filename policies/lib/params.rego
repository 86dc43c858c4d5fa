# METADATA
# description: Parameters of rules, which the configuration may set, with the rule's own default.
package auditflow.lib.params

import rego.v1

value(pack, name, fallback) := found if {
	found := data.params[pack][name]
} else := fallback

# What is known of the release: name, namespace, environment, kubernetesVersion.
release(name, fallback) := value("release", name, fallback)
