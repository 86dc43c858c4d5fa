package auditflow.target_rules.workload.blocking_budget_test

import rego.v1

test_denies_the_bad_example if {
	findings := data.auditflow.target_rules.workload.blocking_budget.deny with input as [
		{
			"path": "a.yaml",
			"contents": {
				"apiVersion": "apps/v1",
				"kind": "Deployment",
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
				"spec": {
					"replicas": 2,
					"selector": {
						"matchLabels": {
							"app.kubernetes.io/name": "web",
						},
					},
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
									"ports": [
										{
											"name": "http",
											"containerPort": 8080,
										},
									],
									"resources": {
										"requests": {
											"cpu": "50m",
											"memory": "64Mi",
										},
										"limits": {
											"memory": "128Mi",
										},
									},
									"readinessProbe": {
										"httpGet": {
											"path": "/readyz",
											"port": "http",
										},
									},
									"livenessProbe": {
										"httpGet": {
											"path": "/healthz",
											"port": "http",
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
						},
					},
				},
			},
		},
		{
			"path": "a.yaml",
			"contents": {
				"apiVersion": "policy/v1",
				"kind": "PodDisruptionBudget",
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
				"spec": {
					"minAvailable": 2,
					"selector": {
						"matchLabels": {
							"app.kubernetes.io/name": "web",
						},
					},
				},
			},
		},
	]
	count(findings) == 1
}

test_accepts_the_good_example if {
	findings := data.auditflow.target_rules.workload.blocking_budget.deny with input as [
		{
			"path": "a.yaml",
			"contents": {
				"apiVersion": "apps/v1",
				"kind": "Deployment",
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
				"spec": {
					"replicas": 2,
					"selector": {
						"matchLabels": {
							"app.kubernetes.io/name": "web",
						},
					},
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
									"ports": [
										{
											"name": "http",
											"containerPort": 8080,
										},
									],
									"resources": {
										"requests": {
											"cpu": "50m",
											"memory": "64Mi",
										},
										"limits": {
											"memory": "128Mi",
										},
									},
									"readinessProbe": {
										"httpGet": {
											"path": "/readyz",
											"port": "http",
										},
									},
									"livenessProbe": {
										"httpGet": {
											"path": "/healthz",
											"port": "http",
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
						},
					},
				},
			},
		},
		{
			"path": "a.yaml",
			"contents": {
				"apiVersion": "policy/v1",
				"kind": "PodDisruptionBudget",
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
				"spec": {
					"maxUnavailable": 1,
					"selector": {
						"matchLabels": {
							"app.kubernetes.io/name": "web",
						},
					},
				},
			},
		},
	]
	count(findings) == 0
}

test_sees_max_unavailable_zero if {
	findings := data.auditflow.target_rules.workload.blocking_budget.deny with input as [
		{
			"path": "a.yaml",
			"contents": {
				"apiVersion": "apps/v1",
				"kind": "Deployment",
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
				"spec": {
					"replicas": 2,
					"selector": {
						"matchLabels": {
							"app.kubernetes.io/name": "web",
						},
					},
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
									"ports": [
										{
											"name": "http",
											"containerPort": 8080,
										},
									],
									"resources": {
										"requests": {
											"cpu": "50m",
											"memory": "64Mi",
										},
										"limits": {
											"memory": "128Mi",
										},
									},
									"readinessProbe": {
										"httpGet": {
											"path": "/readyz",
											"port": "http",
										},
									},
									"livenessProbe": {
										"httpGet": {
											"path": "/healthz",
											"port": "http",
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
						},
					},
				},
			},
		},
		{
			"path": "a.yaml",
			"contents": {
				"apiVersion": "policy/v1",
				"kind": "PodDisruptionBudget",
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
				"spec": {
					"maxUnavailable": 0,
					"selector": {
						"matchLabels": {
							"app.kubernetes.io/name": "web",
						},
					},
				},
			},
		},
	]
	count(findings) == 1
}

test_survives_a_hostile_shape if {
	findings := data.auditflow.target_rules.workload.blocking_budget.deny with input as [
		{
			"path": "a.yaml",
			"contents": {
				"apiVersion": "v1",
				"kind": "PodDisruptionBudget",
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
			},
		},
		{
			"path": "b.yaml",
			"contents": null,
		},
	]
	is_set(findings)
}
