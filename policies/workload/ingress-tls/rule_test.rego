package auditflow.rules.workload.ingress_tls_test

import rego.v1

test_warn_the_bad_example if {
	findings := data.auditflow.rules.workload.ingress_tls.warn with input as {
		"apiVersion": "networking.k8s.io/v1",
		"kind": "Ingress",
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
			"rules": [
				{
					"host": "shop.example.org",
					"http": {
						"paths": [
							{
								"path": "/",
								"pathType": "Prefix",
								"backend": {
									"service": {
										"name": "web",
										"port": {
											"name": "http",
										},
									},
								},
							},
						],
					},
				},
			],
		},
	}
	count(findings) == 1
}

test_accepts_the_good_example if {
	findings := data.auditflow.rules.workload.ingress_tls.warn with input as {
		"apiVersion": "networking.k8s.io/v1",
		"kind": "Ingress",
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
			"tls": [
				{
					"hosts": [
						"shop.example.org",
					],
					"secretName": "web-tls",
				},
			],
			"rules": [
				{
					"host": "shop.example.org",
					"http": {
						"paths": [
							{
								"path": "/",
								"pathType": "Prefix",
								"backend": {
									"service": {
										"name": "web",
										"port": {
											"name": "http",
										},
									},
								},
							},
						],
					},
				},
			],
		},
	}
	count(findings) == 0
}

test_survives_a_hostile_shape if {
	findings := data.auditflow.rules.workload.ingress_tls.warn with input as {
		"apiVersion": "v1",
		"kind": "Ingress",
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
