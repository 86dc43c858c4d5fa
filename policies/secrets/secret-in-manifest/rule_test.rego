package auditflow.rules.secrets.secret_in_manifest_test

import rego.v1

test_warn_the_bad_example if {
	findings := data.auditflow.rules.secrets.secret_in_manifest.warn with input as {
		"apiVersion": "v1",
		"kind": "Secret",
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
		"stringData": {
			"password": "example-only",
		},
	}
	count(findings) == 1
}

test_accepts_the_good_example if {
	findings := data.auditflow.rules.secrets.secret_in_manifest.warn with input as {
		"apiVersion": "external-secrets.io/v1",
		"kind": "ExternalSecret",
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
			"secretStoreRef": {
				"name": "vault",
				"kind": "ClusterSecretStore",
			},
		},
	}
	count(findings) == 0
}

test_survives_a_hostile_shape if {
	findings := data.auditflow.rules.secrets.secret_in_manifest.warn with input as {
		"apiVersion": "v1",
		"kind": "Secret",
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
