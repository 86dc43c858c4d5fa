# Twenty rules as teams write them for conftest, for the benchmark.
package main

import rego.v1

workload if input.kind in {"Deployment", "StatefulSet", "DaemonSet", "Job"}

pod := input.spec.template.spec if workload

pod := input.spec if input.kind == "Pod"

containers contains container if some container in pod.containers

containers contains container if some container in pod.initContainers

name := object.get(input, ["metadata", "name"], "")

deny_privileged contains msg if {
	some container in containers
	container.securityContext.privileged == true
	msg := sprintf("%s/%s: container %s is privileged", [input.kind, name, container.name])
}

deny_latest contains msg if {
	some container in containers
	endswith(container.image, ":latest")
	msg := sprintf("%s/%s: container %s uses the tag latest", [input.kind, name, container.name])
}

deny_untagged contains msg if {
	some container in containers
	not contains(container.image, ":")
	not contains(container.image, "@")
	msg := sprintf("%s/%s: container %s has an image without a tag", [input.kind, name, container.name])
}

deny_host_network contains msg if {
	pod.hostNetwork == true
	msg := sprintf("%s/%s uses the host's network", [input.kind, name])
}

deny_host_pid contains msg if {
	pod.hostPID == true
	msg := sprintf("%s/%s uses the host's processes", [input.kind, name])
}

deny_host_path contains msg if {
	some volume in pod.volumes
	volume.hostPath
	msg := sprintf("%s/%s mounts %s of the host", [input.kind, name, volume.hostPath.path])
}

deny_root contains msg if {
	some container in containers
	container.securityContext.runAsUser == 0
	msg := sprintf("%s/%s: container %s runs as root", [input.kind, name, container.name])
}

deny_escalation contains msg if {
	some container in containers
	container.securityContext.allowPrivilegeEscalation == true
	msg := sprintf("%s/%s: container %s may gain privileges", [input.kind, name, container.name])
}

deny_memory contains msg if {
	some container in containers
	not container.resources.limits.memory
	msg := sprintf("%s/%s: container %s has no memory limit", [input.kind, name, container.name])
}

deny_requests contains msg if {
	some container in containers
	not container.resources.requests
	msg := sprintf("%s/%s: container %s requests nothing", [input.kind, name, container.name])
}

deny_node_port contains msg if {
	input.kind == "Service"
	input.spec.type == "NodePort"
	msg := sprintf("Service/%s opens a port on each node", [name])
}

deny_load_balancer contains msg if {
	input.kind == "Service"
	input.spec.type == "LoadBalancer"
	not input.metadata.annotations["example.com/public"]
	msg := sprintf("Service/%s is public", [name])
}

deny_wildcard_verb contains msg if {
	input.kind in {"Role", "ClusterRole"}
	some rule in input.rules
	"*" in rule.verbs
	msg := sprintf("%s/%s allows every verb", [input.kind, name])
}

deny_wildcard_resource contains msg if {
	input.kind in {"Role", "ClusterRole"}
	some rule in input.rules
	"*" in rule.resources
	msg := sprintf("%s/%s allows every resource", [input.kind, name])
}

deny_cluster_admin contains msg if {
	input.kind == "ClusterRoleBinding"
	input.roleRef.name == "cluster-admin"
	msg := sprintf("ClusterRoleBinding/%s binds cluster-admin", [name])
}

deny_plain_secret contains msg if {
	some container in containers
	some env in container.env
	contains(upper(env.name), "PASSWORD")
	env.value
	msg := sprintf("%s/%s: container %s has a password in %s", [input.kind, name, container.name, env.name])
}

warn_probes contains msg if {
	input.kind in {"Deployment", "StatefulSet"}
	some container in pod.containers
	not container.readinessProbe
	msg := sprintf("%s/%s: container %s has no readiness probe", [input.kind, name, container.name])
}

warn_labels contains msg if {
	not input.metadata.labels["app.kubernetes.io/name"]
	msg := sprintf("%s/%s has no label app.kubernetes.io/name", [input.kind, name])
}

warn_replicas contains msg if {
	input.kind == "Deployment"
	object.get(input.spec, "replicas", 1) < 2
	msg := sprintf("Deployment/%s has one replica", [name])
}

warn_default_account contains msg if {
	workload
	object.get(pod, "serviceAccountName", "default") == "default"
	msg := sprintf("%s/%s runs as the default service account", [input.kind, name])
}
