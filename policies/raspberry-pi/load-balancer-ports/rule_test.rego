package auditflow.target_rules.raspberry_pi.load_balancer_ports_test

import rego.v1

test_denies_the_bad_example if {
	findings := data.auditflow.target_rules.raspberry_pi.load_balancer_ports.deny with input as [
		{
			"path": "a.yaml",
			"contents": {
				"apiVersion": "v1",
				"kind": "Service",
				"metadata": {
					"name": "a",
					"labels": {
						"app.kubernetes.io/name": "web",
						"app.kubernetes.io/instance": "web",
						"app.kubernetes.io/version": "1.4.0",
						"app.kubernetes.io/part-of": "shop",
						"app.kubernetes.io/managed-by": "Helm",
					},
				},
				"spec": {
					"type": "LoadBalancer",
					"ports": [
						{
							"name": "http",
							"port": 80,
						},
					],
				},
			},
		},
		{
			"path": "a.yaml",
			"contents": {
				"apiVersion": "v1",
				"kind": "Service",
				"metadata": {
					"name": "b",
					"labels": {
						"app.kubernetes.io/name": "web",
						"app.kubernetes.io/instance": "web",
						"app.kubernetes.io/version": "1.4.0",
						"app.kubernetes.io/part-of": "shop",
						"app.kubernetes.io/managed-by": "Helm",
					},
				},
				"spec": {
					"type": "LoadBalancer",
					"ports": [
						{
							"name": "http",
							"port": 80,
						},
					],
				},
			},
		},
	]
	count(findings) == 1
}

test_accepts_the_good_example if {
	findings := data.auditflow.target_rules.raspberry_pi.load_balancer_ports.deny with input as [
		{
			"path": "a.yaml",
			"contents": {
				"apiVersion": "v1",
				"kind": "Service",
				"metadata": {
					"name": "a",
					"labels": {
						"app.kubernetes.io/name": "web",
						"app.kubernetes.io/instance": "web",
						"app.kubernetes.io/version": "1.4.0",
						"app.kubernetes.io/part-of": "shop",
						"app.kubernetes.io/managed-by": "Helm",
					},
				},
				"spec": {
					"type": "LoadBalancer",
					"ports": [
						{
							"name": "http",
							"port": 80,
						},
					],
				},
			},
		},
	]
	count(findings) == 0
}

test_survives_a_hostile_shape if {
	findings := data.auditflow.target_rules.raspberry_pi.load_balancer_ports.deny with input as [
		{
			"path": "a.yaml",
			"contents": {
				"apiVersion": "v1",
				"kind": "Service",
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
