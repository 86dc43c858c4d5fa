# METADATA
# description: Names and values that give credentials away. Nothing here returns a value itself.
package auditflow.lib.credentials

import rego.v1

words := {
	"accesskey", "apikey", "apitoken", "authtoken", "clientsecret", "credential", "credentials", "passphrase",
	"passwd", "password", "privatekey", "pwd", "secret", "secretkey", "token",
}

endings := {"credential", "credentials", "key", "phrase", "pwd", "secret", "token", "wd", "word"}

# Whether a variable, key or flag of this name holds a credential: its last word is one, as in DB_PASSWORD, or its last two make
# one, as in access_key. PASSWORD_FILE holds none. Few names end like one, so that nearly none is taken apart.
is_name(name) if {
	plain := trim_right(lower(name), "-._")
	some ending in endings
	endswith(plain, ending)
	is_credential(name_parts(plain))
}

is_credential(parts) if parts[count(parts) - 1] in words

is_credential(parts) if concat("", array.slice(parts, count(parts) - 2, count(parts))) in words

name_parts(name) := [part |
	some part in split(replace(replace(name, "-", "_"), ".", "_"), "_")
	part != ""
]

# Whether a value stands there itself: no reference to another variable, no path and no switch.
is_literal(value) if {
	is_string(value)
	not value in {"", "false", "true", "none", "null"}
	not startswith(value, "$(")
	not startswith(value, "${")
	not startswith(value, "/")
}

# By strings.count, which the host has: contains compares at each byte of what may be long.
has_private_key(value) if {
	strings.count(value, "-----BEGIN ") > 0
	strings.count(value, "PRIVATE KEY-----") > 0
}
