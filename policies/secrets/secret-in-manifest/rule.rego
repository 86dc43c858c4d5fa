# METADATA
# title: Secrets should not be part of the rendering
# description: >-
#   Base64 is not encryption: a Secret in a chart's output is in the release's history and often
#   in Git.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/secret/
# custom:
#   id: AF605
#   severity: warn
#   scope: resource
#   kinds: [Secret]
#   remedy: >-
#     Use an ExternalSecret, a SOPS file, or a Secret that exists beforehand.
package auditflow.rules.secrets.secret_in_manifest

import rego.v1

warn contains {"msg": msg, "path": [field]} if {
	input.kind == "Secret"
	not object.get(input, "type", "Opaque") in generated
	some field in ["data", "stringData"]
	values := object.get(input, field, {})
	is_object(values)
	some _, value in values
	not value in {"", null}
	msg := "the Secret's values are part of the rendering"
}

# Kinds that the cluster fills itself.
generated := {"kubernetes.io/service-account-token"}
