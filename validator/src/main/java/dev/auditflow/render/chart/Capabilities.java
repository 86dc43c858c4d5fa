package dev.auditflow.render.chart;

import dev.auditflow.render.HelmVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a chart is told of the cluster and of Helm.
 *
 * @param version Kubernetes version with a leading {@code v}
 * @param apiVersions what Helm knows, then what the user added
 */
record Capabilities(String version, String major, String minor, List<String> apiVersions, HelmVersion helm) {
    private static final String HELM_3 = "v3.22";
    private static final String HELM_4 = "v4.3";
    static final String GO_VERSION = "go1.26.8";

    private static final Pattern GENERIC = Pattern.compile("v?(\\d+(?:\\.\\d+)*)(.*)", Pattern.DOTALL);

    /** API versions that Helm 3.22 believes in when no cluster is asked, in its order. */
    private static final List<String> KNOWN = List.of(
            "v1",
            "admissionregistration.k8s.io/v1",
            "admissionregistration.k8s.io/v1alpha1",
            "admissionregistration.k8s.io/v1beta1",
            "internal.apiserver.k8s.io/v1alpha1",
            "apps/v1",
            "apps/v1beta1",
            "apps/v1beta2",
            "authentication.k8s.io/v1",
            "authentication.k8s.io/v1alpha1",
            "authentication.k8s.io/v1beta1",
            "authorization.k8s.io/v1",
            "authorization.k8s.io/v1beta1",
            "autoscaling/v1",
            "autoscaling/v2",
            "batch/v1",
            "batch/v1beta1",
            "certificates.k8s.io/v1",
            "certificates.k8s.io/v1beta1",
            "certificates.k8s.io/v1alpha1",
            "coordination.k8s.io/v1alpha2",
            "coordination.k8s.io/v1beta1",
            "coordination.k8s.io/v1",
            "discovery.k8s.io/v1",
            "discovery.k8s.io/v1beta1",
            "events.k8s.io/v1",
            "events.k8s.io/v1beta1",
            "extensions/v1beta1",
            "flowcontrol.apiserver.k8s.io/v1",
            "flowcontrol.apiserver.k8s.io/v1beta1",
            "flowcontrol.apiserver.k8s.io/v1beta2",
            "flowcontrol.apiserver.k8s.io/v1beta3",
            "lifecycle.k8s.io/v1alpha1",
            "networking.k8s.io/v1",
            "networking.k8s.io/v1beta1",
            "node.k8s.io/v1",
            "node.k8s.io/v1alpha1",
            "node.k8s.io/v1beta1",
            "policy/v1",
            "policy/v1beta1",
            "rbac.authorization.k8s.io/v1",
            "rbac.authorization.k8s.io/v1beta1",
            "rbac.authorization.k8s.io/v1alpha1",
            "resource.k8s.io/v1",
            "resource.k8s.io/v1beta2",
            "resource.k8s.io/v1beta1",
            "resource.k8s.io/v1alpha3",
            "scheduling.k8s.io/v1alpha3",
            "scheduling.k8s.io/v1beta1",
            "scheduling.k8s.io/v1",
            "storage.k8s.io/v1beta1",
            "storage.k8s.io/v1",
            "storage.k8s.io/v1alpha1",
            "storagemigration.k8s.io/v1",
            "storagemigration.k8s.io/v1beta1",
            "apiextensions.k8s.io/v1beta1",
            "apiextensions.k8s.io/v1");

    Capabilities {
        apiVersions = List.copyOf(apiVersions);
    }

    /** The same as another Helm tells it. */
    Capabilities as(HelmVersion other) {
        return new Capabilities(version, major, minor, apiVersions, other);
    }

    String helmVersion() {
        return helm == HelmVersion.HELM_3 ? HELM_3 : HELM_4;
    }

    /** Reads a version as {@code --kube-version} does: {@code 1.34}, {@code v1.34.2+k3s1}. */
    static Capabilities of(String kubeVersion, List<String> more) {
        Matcher matcher = GENERIC.matcher(kubeVersion.strip());
        String message = "could not parse \"%s\" as version".formatted(kubeVersion);
        if (matcher.matches()) {
            String[] parts = matcher.group(1).split("\\.", -1);
            if (parts.length >= 2) {
                List<String> all = new ArrayList<>(KNOWN);
                all.addAll(more);
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = parts[i].replaceFirst("^0+(?=\\d)", "");
                }
                return new Capabilities("v" + String.join(".", parts), parts[0], parts[1], all, HelmVersion.HELM_3);
            }
            message = "illegal version string \"%s\"".formatted(kubeVersion);
        }
        throw new ChartProblem(
                "invalid kube version '%s': %s".formatted(kubeVersion, message),
                "--kube-version",
                0,
                "Write it as 1.34.0");
    }
}
