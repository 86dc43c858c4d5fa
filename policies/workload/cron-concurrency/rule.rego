# METADATA
# title: CronJobs should say what happens when runs overlap
# description: >-
#   By default a slow run is joined by the next one, until the node is full.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy
# custom:
#   id: AF315
#   severity: warn
#   scope: resource
#   kinds: [CronJob]
#   remedy: >-
#     Set concurrencyPolicy to Forbid or Replace.
package auditflow.rules.workload.cron_concurrency

import rego.v1

warn contains {"msg": msg, "path": ["spec", "concurrencyPolicy"], "missing": true} if {
	input.kind == "CronJob"
	is_object(input.spec)
	object.get(input.spec, "concurrencyPolicy", "") in {"", null}
	msg := "the CronJob does not set concurrencyPolicy, so runs may overlap"
}
