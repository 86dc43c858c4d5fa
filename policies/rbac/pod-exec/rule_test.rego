package auditflow.rules.rbac.pod_exec_test

import rego.v1

test_denies_the_bad_example if {
	findings := data.auditflow.rules.rbac.pod_exec.deny with input as {
		"apiVersion": "rbac.authorization.k8s.io/v1",
		"kind": "Role",
		"metadata": {
			"name": "web",
			"labels": {
				"app.kubernetes.io/name": "web",
				"app.kubernetes.io/instance": "web",
				"app.kubernetes.io/version": "1.4.0",
				"app.kubernetes.io/part-of": "shop",
				"app.kubernetes.io/managed-by": "Helm",
			},
		},
		"rules": [
			{
				"apiGroups": [
					"",
				],
				"resources": [
					"pods/exec",
				],
				"verbs": [
					"create",
				],
			},
		],
	}
	count(findings) == 1
}

test_accepts_the_good_example if {
	findings := data.auditflow.rules.rbac.pod_exec.deny with input as {
		"apiVersion": "rbac.authorization.k8s.io/v1",
		"kind": "Role",
		"metadata": {
			"name": "web",
			"labels": {
				"app.kubernetes.io/name": "web",
				"app.kubernetes.io/instance": "web",
				"app.kubernetes.io/version": "1.4.0",
				"app.kubernetes.io/part-of": "shop",
				"app.kubernetes.io/managed-by": "Helm",
			},
		},
		"rules": [
			{
				"apiGroups": [
					"",
				],
				"resources": [
					"configmaps",
				],
				"verbs": [
					"get",
					"list",
					"watch",
				],
			},
		],
	}
	count(findings) == 0
}

test_survives_a_hostile_shape if {
	findings := data.auditflow.rules.rbac.pod_exec.deny with input as {
		"apiVersion": "v1",
		"kind": "ClusterRole",
		"metadata": null,
		"spec": {
			"template": {
				"spec": {
					"containers": {
						"a": 1,
					},
					"initContainers": "x",
					"securityContext": [],
				},
			},
			"containers": [
				null,
				"x",
				1,
			],
			"volumes": {
				"a": "b",
			},
		},
	}
	is_set(findings)
}
