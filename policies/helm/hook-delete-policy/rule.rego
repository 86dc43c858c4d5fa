# METADATA
# title: Hooks should say when they are deleted
# description: >-
#   Helm forgets a hook's objects once it ran. Without a policy they stay, and the next release
#   stumbles over them.
# related_resources:
#   - ref: https://helm.sh/docs/topics/charts_hooks/#hook-deletion-policies
# custom:
#   id: AF702
#   severity: warn
#   scope: resource
#   kinds: ["*"]
#   remedy: >-
#     Add the annotation helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded.
package auditflow.rules.helm.hook_delete_policy

import rego.v1

warn contains {"msg": msg, "path": ["metadata", "annotations", "helm.sh/hook-delete-policy"], "missing": true} if {
	object.get(input, ["metadata", "annotations", "helm.sh/hook"], "") != ""
	object.get(input, ["metadata", "annotations", "helm.sh/hook-delete-policy"], "") == ""
	msg := "the hook has no delete policy"
}
