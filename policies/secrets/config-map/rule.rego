# METADATA
# title: Credentials must not stand in ConfigMaps
# description: >-
#   ConfigMaps are read by many and encrypted by nobody. Values are never shown here.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/secret/
# custom:
#   id: AF602
#   severity: deny
#   scope: resource
#   kinds: [ConfigMap]
#   remedy: >-
#     Move the value to a Secret.
package auditflow.rules.secrets.config_map

import rego.v1

import data.auditflow.lib.credentials

deny contains {"msg": msg, "path": ["data", key]} if {
	input.kind == "ConfigMap"
	some key, value in object.get(input, "data", {})
	credentials.is_name(key)
	credentials.is_literal(value)
	msg := concat("", ["the key ", key, " holds a credential in plain text"])
}

deny contains {"msg": msg, "path": ["data", key]} if {
	input.kind == "ConfigMap"
	some key, value in object.get(input, "data", {})
	is_string(value)
	credentials.has_private_key(value)
	msg := concat("", ["the key ", key, " holds a private key"])
}
