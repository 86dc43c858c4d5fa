# METADATA
# description: The parts of an image reference.
package auditflow.lib.image

import rego.v1

# The reference without its digest.
tagged(reference) := split(reference, "@")[0]

# The digest, or "" when there is none.
default digest(_) := ""

digest(reference) := split(reference, "@")[1]

last_part(reference) := part if {
	parts := split(tagged(reference), "/")
	part := parts[count(parts) - 1]
}

# The tag, or "" when there is none.
default tag(_) := ""

tag(reference) := split(last_part(reference), ":")[1]

# Whether the reference names its registry: the first part has a dot or a port, or is localhost.
has_registry(reference) if {
	parts := split(tagged(reference), "/")
	count(parts) > 1
	is_host(parts[0])
}

is_host(part) if contains(part, ".")

is_host(part) if contains(part, ":")

is_host("localhost")
