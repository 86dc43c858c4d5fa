package auditflow.rules.pss_restricted.proc_mount_test

import rego.v1

import data.auditflow.rules.pss_baseline.proc_mount as baseline
import data.auditflow.rules.pss_restricted.proc_mount

pod(users, mount) := {
	"apiVersion": "v1",
	"kind": "Pod",
	"metadata": {"name": "pod"},
	"spec": {"hostUsers": users, "containers": [{"name": "app", "securityContext": {"procMount": mount}}]},
}

test_denies_unmasked_in_a_user_namespace if {
	count(proc_mount.deny) == 1 with input as pod(false, "Unmasked")
	count(baseline.deny) == 0 with input as pod(false, "Unmasked")
}

test_leaves_other_pods_to_baseline if {
	count(proc_mount.deny) == 0 with input as pod(true, "Unmasked")
	count(baseline.deny) == 1 with input as pod(true, "Unmasked")
}

test_accepts_the_default if count(proc_mount.deny) == 0 with input as pod(false, "Default")

test_knows_no_user_namespaces_before_1_35 if {
	params := {"release": {"kubernetesVersion": "1.34"}}
	count(proc_mount.deny) == 0 with input as pod(false, "Unmasked") with data.params as params
	count(baseline.deny) == 1 with input as pod(false, "Unmasked") with data.params as params
}

test_survives_a_hostile_shape if {
	is_set(proc_mount.deny) with input as {"kind": "Pod", "spec": {"hostUsers": false, "containers": {"a": 1}}}
}
