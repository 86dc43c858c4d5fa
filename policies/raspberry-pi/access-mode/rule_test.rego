package auditflow.rules.raspberry_pi.access_mode_test

import rego.v1

test_denies_the_bad_example if {
	findings := data.auditflow.rules.raspberry_pi.access_mode.deny with input as {
		"apiVersion": "v1",
		"kind": "PersistentVolumeClaim",
		"metadata": {
			"name": "data",
			"labels": {
				"app.kubernetes.io/name": "web",
				"app.kubernetes.io/instance": "web",
				"app.kubernetes.io/version": "1.4.0",
				"app.kubernetes.io/part-of": "shop",
				"app.kubernetes.io/managed-by": "Helm",
			},
		},
		"spec": {
			"accessModes": [
				"ReadWriteMany",
			],
			"storageClassName": "local-path",
			"resources": {
				"requests": {
					"storage": "1Gi",
				},
			},
		},
	}
	count(findings) == 1
}

test_accepts_the_good_example if {
	findings := data.auditflow.rules.raspberry_pi.access_mode.deny with input as {
		"apiVersion": "v1",
		"kind": "PersistentVolumeClaim",
		"metadata": {
			"name": "data",
			"labels": {
				"app.kubernetes.io/name": "web",
				"app.kubernetes.io/instance": "web",
				"app.kubernetes.io/version": "1.4.0",
				"app.kubernetes.io/part-of": "shop",
				"app.kubernetes.io/managed-by": "Helm",
			},
		},
		"spec": {
			"accessModes": [
				"ReadWriteOnce",
			],
			"storageClassName": "local-path",
			"resources": {
				"requests": {
					"storage": "1Gi",
				},
			},
		},
	}
	count(findings) == 0
}

test_survives_a_hostile_shape if {
	findings := data.auditflow.rules.raspberry_pi.access_mode.deny with input as {
		"apiVersion": "v1",
		"kind": "PersistentVolumeClaim",
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
