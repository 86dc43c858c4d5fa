# METADATA
# title: Objects should not name the default namespace
# description: >-
#   A hard-coded default namespace ignores where the release is installed.
# related_resources:
#   - ref: https://helm.sh/docs/chart_best_practices/templates/
# custom:
#   id: AF708
#   severity: warn
#   scope: resource
#   kinds: ["*"]
#   remedy: >-
#     Use .Release.Namespace, or leave the namespace out.
package auditflow.rules.helm.default_namespace

import rego.v1

import data.auditflow.lib.params

warn contains {"msg": msg, "path": ["metadata", "namespace"]} if {
	object.get(input, ["metadata", "namespace"], "") == "default"
	params.release("namespace", "") != "default"
	msg := "the object names the namespace default, whatever the release's is"
}
