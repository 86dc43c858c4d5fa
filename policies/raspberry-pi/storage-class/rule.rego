# METADATA
# title: Volumes must use a storage class of the cluster
# description: >-
#   K3s brings local-path. A claim of another class stays pending.
# related_resources:
#   - ref: https://docs.k3s.io/storage
# custom:
#   id: AF405
#   severity: deny
#   scope: resource
#   kinds: [PersistentVolumeClaim, StatefulSet]
#   remedy: >-
#     Use local-path, or add the class to the parameter storageClasses.
#   params:
#     - name: storageClasses
#       default: ["local-path"]
#       description: Storage classes that the cluster has.
package auditflow.rules.raspberry_pi.storage_class

import rego.v1

import data.auditflow.lib.params

claims contains {"claim": input.spec, "path": ["spec"]} if input.kind == "PersistentVolumeClaim"

claims contains {"claim": template.spec, "path": ["spec", "volumeClaimTemplates", i, "spec"]} if {
	input.kind == "StatefulSet"
	some i, template in input.spec.volumeClaimTemplates
}

deny contains {"msg": msg, "path": array.concat(entry.path, ["storageClassName"])} if {
	some entry in claims
	class := object.get(entry.claim, "storageClassName", null)
	is_string(class)
	classes := params.value("raspberry_pi", "storageClasses", ["local-path"])
	not class in classes
	msg := concat("", ["the storage class \"", class, "\" is not one of ", concat(", ", classes)])
}
