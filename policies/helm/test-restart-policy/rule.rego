# METADATA
# title: Test pods must not restart
# description: >-
#   A test pod that restarts never fails, and helm test waits until it gives up.
# related_resources:
#   - ref: https://helm.sh/docs/topics/chart_tests/
# custom:
#   id: AF705
#   severity: deny
#   scope: resource
#   kinds: [Pod]
#   remedy: >-
#     Set restartPolicy to Never.
package auditflow.rules.helm.test_restart_policy

import rego.v1

deny contains {"msg": msg, "path": ["spec", "restartPolicy"], "missing": true} if {
	input.kind == "Pod"
	startswith(object.get(input, ["metadata", "annotations", "helm.sh/hook"], ""), "test")
	is_object(input.spec)
	object.get(input.spec, "restartPolicy", "Always") != "Never"
	msg := "the test pod restarts, so the test cannot fail; set restartPolicy to Never"
}
