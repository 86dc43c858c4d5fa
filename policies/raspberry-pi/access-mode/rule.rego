# METADATA
# title: local-path volumes cannot be shared
# description: >-
#   A local-path volume lies on one node. ReadWriteMany and ReadOnlyMany claims stay pending.
# related_resources:
#   - ref: https://docs.k3s.io/storage
# custom:
#   id: AF406
#   severity: deny
#   scope: resource
#   kinds: [PersistentVolumeClaim, StatefulSet]
#   remedy: >-
#     Use ReadWriteOnce or ReadWriteOncePod.
package auditflow.rules.raspberry_pi.access_mode

import rego.v1

claims contains {"claim": input.spec, "path": ["spec"]} if input.kind == "PersistentVolumeClaim"

claims contains {"claim": template.spec, "path": ["spec", "volumeClaimTemplates", i, "spec"]} if {
	input.kind == "StatefulSet"
	some i, template in input.spec.volumeClaimTemplates
}

deny contains {"msg": msg, "path": array.concat(entry.path, ["accessModes", i])} if {
	some entry in claims
	object.get(entry.claim, "storageClassName", "local-path") == "local-path"
	some i, mode in entry.claim.accessModes
	mode in {"ReadOnlyMany", "ReadWriteMany"}
	msg := concat("", ["local-path cannot give ", mode, "; use ReadWriteOnce"])
}
