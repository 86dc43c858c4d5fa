package auditflow.rules.raspberry_pi.image_architecture_test

import rego.v1

test_denies_the_bad_example if {
	findings := data.auditflow.rules.raspberry_pi.image_architecture.deny with input as {
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
							"image": "ghcr.io/example/web:1.4.0-amd64",
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
	}
	count(findings) == 1
}

test_accepts_the_good_example if {
	findings := data.auditflow.rules.raspberry_pi.image_architecture.deny with input as {
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
	}
	count(findings) == 0
}

test_survives_a_hostile_shape if {
	findings := data.auditflow.rules.raspberry_pi.image_architecture.deny with input as {
		"apiVersion": "v1",
		"kind": "CronJob",
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
