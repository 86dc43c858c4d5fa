# METADATA
# title: Only safe sysctls may be set
# description: >-
#   Other sysctls change the kernel for every pod of the node, or open it.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   id: AF112
#   severity: deny
#   scope: resource
#   kinds: [CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, ReplicationController, StatefulSet]
#   remedy: >-
#     Remove the sysctl; the safe ones are listed in the standard.
package auditflow.rules.pss_baseline.sysctls

import rego.v1

import data.auditflow.lib.pod
import data.auditflow.lib.version

always_allowed := {
	"kernel.shm_rmid_forced",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.ip_local_reserved_ports",
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ping_group_range",
	"net.ipv4.tcp_fin_timeout",
	"net.ipv4.tcp_keepalive_intvl",
	"net.ipv4.tcp_keepalive_probes",
	"net.ipv4.tcp_keepalive_time",
	"net.ipv4.tcp_syncookies",
}

allowed contains name if some name in always_allowed

allowed contains name if {
	version.at_least(32)
	some name in {"net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"}
}

deny contains {"msg": msg, "path": path} if {
	some i, sysctl in pod.array_or_empty(object.get(pod.security, "sysctls", []))
	name := object.get(sysctl, "name", "")
	not name in allowed
	path := array.concat(pod.spec_path, ["securityContext", "sysctls", i, "name"])
	msg := concat("", ["the pod sets the sysctl ", pod.text(name), ", which baseline does not allow; remove it"])
}
