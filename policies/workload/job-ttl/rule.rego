# METADATA
# title: Jobs should clean up after themselves
# description: >-
#   A finished Job and its pods stay until somebody deletes them. Hooks that Helm deletes are
#   fine.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/
# custom:
#   id: AF316
#   severity: warn
#   scope: resource
#   kinds: [Job]
#   remedy: >-
#     Set ttlSecondsAfterFinished.
package auditflow.rules.workload.job_ttl

import rego.v1

warn contains {"msg": msg, "path": ["spec", "ttlSecondsAfterFinished"], "missing": true} if {
	input.kind == "Job"
	is_object(input.spec)
	object.get(input.spec, "ttlSecondsAfterFinished", null) == null
	not is_hook
	msg := "the Job does not set ttlSecondsAfterFinished, so it stays after it finished"
}

is_hook if object.get(input, ["metadata", "annotations", "helm.sh/hook"], "") != ""
