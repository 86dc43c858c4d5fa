package dev.auditflow.admission;

import java.util.Locale;

/** The CRDs that Gatekeeper installs, and those that it makes of templates, as far as they matter for who reads them. */
final class GatekeeperCrds {
    private GatekeeperCrds() {}

    static String templates() {
        return crd("templates.gatekeeper.sh", "v1", "ConstraintTemplate", "constrainttemplates", "Cluster");
    }

    static String configs() {
        return crd("config.gatekeeper.sh", "v1alpha1", "Config", "configs", "Namespaced");
    }

    /** The kind of constraint that a template defines. */
    static String constraints(String kind) {
        return crd("constraints.gatekeeper.sh", "v1beta1", kind, kind.toLowerCase(Locale.ROOT), "Cluster");
    }

    private static String crd(String group, String version, String kind, String plural, String scope) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %4$s.%1$s}
                spec:
                  group: %1$s
                  scope: %5$s
                  names: {kind: %3$s, plural: %4$s, singular: %6$s}
                  versions:
                    - name: %2$s
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(group, version, kind, plural, scope, kind.toLowerCase(Locale.ROOT));
    }
}
