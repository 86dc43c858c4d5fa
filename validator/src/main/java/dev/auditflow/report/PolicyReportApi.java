package dev.auditflow.report;

import java.util.List;

/**
 * The kinds of report that a cluster may know by its CRDs. Both write results in the same way.
 *
 * @param kind of the reports about what is in a namespace
 * @param plural of these, for paths
 * @param clusterKind of the reports about what is in no namespace
 * @param clusterPlural of these, for paths
 */
public record PolicyReportApi(
        String group, String version, String kind, String plural, String clusterKind, String clusterPlural) {
    /** That of the Policy Working Group, which most tools read. */
    public static final PolicyReportApi WGPOLICY = new PolicyReportApi(
            "wgpolicyk8s.io",
            "v1alpha2",
            "PolicyReport",
            "policyreports",
            "ClusterPolicyReport",
            "clusterpolicyreports");

    /** Its successor. */
    public static final PolicyReportApi OPENREPORTS =
            new PolicyReportApi("openreports.io", "v1alpha1", "Report", "reports", "ClusterReport", "clusterreports");

    /** All, the one to prefer first. */
    public static final List<PolicyReportApi> ALL = List.of(WGPOLICY, OPENREPORTS);

    /** Group and version, as an object has them. */
    public String apiVersion() {
        return group + "/" + version;
    }

    /** The path of the reports in a namespace, or of those about what is in none where it is empty. */
    public String path(String namespace) {
        return "/apis/" + apiVersion()
                + (namespace.isEmpty() ? "/" + clusterPlural : "/namespaces/" + namespace + "/" + plural);
    }
}
