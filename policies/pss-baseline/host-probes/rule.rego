# METADATA
# title: Probes and lifecycle hooks must not name a host
# description: >-
#   A probe with a host makes the kubelet call any address, from the node's network. The
#   baseline standard forbids it since Kubernetes 1.34, and so does this rule for such targets.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   id: AF107
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Remove the host; the kubelet then calls the pod itself.
package auditflow.rules.pss_baseline.host_probes

import rego.v1

import data.auditflow.lib.pod
import data.auditflow.lib.version

handlers := [["livenessProbe"], ["readinessProbe"], ["startupProbe"], ["lifecycle", "postStart"], ["lifecycle", "preStop"]]

deny contains {"msg": msg, "path": path} if {
	version.at_least(34)
	some entry in pod.containers
	some handler in handlers
	actions := object.get(entry.container, handler, null)
	some kind in ["httpGet", "tcpSocket"]
	host := actions[kind].host
	not host in {"", null}
	path := array.concat(array.concat(entry.path, handler), [kind, "host"])
	msg := concat("", [entry.label, " names the host ", pod.text(host), " in ", concat(".", handler), "; remove it"])
}
