# METADATA
# title: Hooks must be of a kind that Helm knows
# description: >-
#   Helm fails, or takes an object with an unknown hook for part of the release.
# related_resources:
#   - ref: https://helm.sh/docs/topics/charts_hooks/#the-available-hooks
# custom:
#   id: AF703
#   severity: deny
#   scope: resource
#   kinds: ["*"]
#   remedy: >-
#     Use one of the hooks that Helm documents.
package auditflow.rules.helm.hook_kind

import rego.v1

known := {
	"crd-install", "post-delete", "post-install", "post-rollback", "post-upgrade", "pre-delete", "pre-install",
	"pre-rollback", "pre-upgrade", "test", "test-failure", "test-success",
}

deny contains {"msg": msg, "path": ["metadata", "annotations", "helm.sh/hook"]} if {
	hooks := object.get(input, ["metadata", "annotations", "helm.sh/hook"], "")
	is_string(hooks)
	hooks != ""
	some hook in split(hooks, ",")
	not trim_space(hook) in known
	msg := concat("", ["Helm knows no hook \"", trim_space(hook), "\""])
}
