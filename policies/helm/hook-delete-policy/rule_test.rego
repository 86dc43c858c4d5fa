package auditflow.rules.helm.hook_delete_policy_test

import rego.v1

test_warn_the_bad_example if {
	findings := data.auditflow.rules.helm.hook_delete_policy.warn with input as {
		"apiVersion": "batch/v1",
		"kind": "Job",
		"metadata": {
			"name": "migrate",
			"labels": {
				"app.kubernetes.io/name": "web",
				"app.kubernetes.io/instance": "web",
				"app.kubernetes.io/version": "1.4.0",
				"app.kubernetes.io/part-of": "shop",
				"app.kubernetes.io/managed-by": "Helm",
			},
			"annotations": {
				"helm.sh/hook": "pre-upgrade",
			},
		},
		"spec": {
			"backoffLimit": 2,
			"ttlSecondsAfterFinished": 600,
			"template": {
				"metadata": {
					"labels": {
						"app.kubernetes.io/name": "web",
						"app.kubernetes.io/instance": "web",
						"app.kubernetes.io/version": "1.4.0",
						"app.kubernetes.io/part-of": "shop",
						"app.kubernetes.io/managed-by": "Helm",
					},
				},
				"spec": {
					"serviceAccountName": "web",
					"automountServiceAccountToken": false,
					"securityContext": {
						"runAsNonRoot": true,
						"runAsUser": 10001,
						"seccompProfile": {
							"type": "RuntimeDefault",
						},
					},
					"containers": [
						{
							"name": "app",
							"image": "ghcr.io/example/web:1.4.0",
							"resources": {
								"requests": {
									"cpu": "50m",
									"memory": "64Mi",
								},
								"limits": {
									"memory": "128Mi",
								},
							},
							"securityContext": {
								"allowPrivilegeEscalation": false,
								"readOnlyRootFilesystem": true,
								"capabilities": {
									"drop": [
										"ALL",
									],
								},
							},
						},
					],
					"restartPolicy": "Never",
				},
			},
		},
	}
	count(findings) == 1
}

test_accepts_the_good_example if {
	findings := data.auditflow.rules.helm.hook_delete_policy.warn with input as {
		"apiVersion": "batch/v1",
		"kind": "Job",
		"metadata": {
			"name": "migrate",
			"labels": {
				"app.kubernetes.io/name": "web",
				"app.kubernetes.io/instance": "web",
				"app.kubernetes.io/version": "1.4.0",
				"app.kubernetes.io/part-of": "shop",
				"app.kubernetes.io/managed-by": "Helm",
			},
			"annotations": {
				"helm.sh/hook": "pre-upgrade",
				"helm.sh/hook-delete-policy": "before-hook-creation",
			},
		},
		"spec": {
			"backoffLimit": 2,
			"ttlSecondsAfterFinished": 600,
			"template": {
				"metadata": {
					"labels": {
						"app.kubernetes.io/name": "web",
						"app.kubernetes.io/instance": "web",
						"app.kubernetes.io/version": "1.4.0",
						"app.kubernetes.io/part-of": "shop",
						"app.kubernetes.io/managed-by": "Helm",
					},
				},
				"spec": {
					"serviceAccountName": "web",
					"automountServiceAccountToken": false,
					"securityContext": {
						"runAsNonRoot": true,
						"runAsUser": 10001,
						"seccompProfile": {
							"type": "RuntimeDefault",
						},
					},
					"containers": [
						{
							"name": "app",
							"image": "ghcr.io/example/web:1.4.0",
							"resources": {
								"requests": {
									"cpu": "50m",
									"memory": "64Mi",
								},
								"limits": {
									"memory": "128Mi",
								},
							},
							"securityContext": {
								"allowPrivilegeEscalation": false,
								"readOnlyRootFilesystem": true,
								"capabilities": {
									"drop": [
										"ALL",
									],
								},
							},
						},
					],
					"restartPolicy": "Never",
				},
			},
		},
	}
	count(findings) == 0
}

test_survives_a_hostile_shape if {
	findings := data.auditflow.rules.helm.hook_delete_policy.warn with input as {
		"apiVersion": "v1",
		"kind": "*",
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
