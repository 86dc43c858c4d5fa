package dev.auditflow.check.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** When Kubernetes stops serving API versions, from its deprecation guide. */
final class ApiLifecycle {
    /**
     * The end of one API version of a kind.
     *
     * @param removed minor version of Kubernetes 1 that no longer serves it
     * @param replacement API version to use; empty when there is none
     */
    record End(String apiVersion, String kind, int deprecated, int removed, String replacement) {}

    private static final List<End> ENDS = List.of(
            new End("extensions/v1beta1", "Deployment", 8, 16, "apps/v1"),
            new End("extensions/v1beta1", "DaemonSet", 8, 16, "apps/v1"),
            new End("extensions/v1beta1", "ReplicaSet", 8, 16, "apps/v1"),
            new End("extensions/v1beta1", "NetworkPolicy", 9, 16, "networking.k8s.io/v1"),
            new End("extensions/v1beta1", "PodSecurityPolicy", 10, 16, ""),
            new End("extensions/v1beta1", "Ingress", 14, 22, "networking.k8s.io/v1"),
            new End("networking.k8s.io/v1beta1", "Ingress", 19, 22, "networking.k8s.io/v1"),
            new End("networking.k8s.io/v1beta1", "IngressClass", 19, 22, "networking.k8s.io/v1"),
            new End("networking.k8s.io/v1beta1", "NetworkPolicy", 9, 16, "networking.k8s.io/v1"),
            new End("apps/v1beta1", "Deployment", 9, 16, "apps/v1"),
            new End("apps/v1beta1", "StatefulSet", 9, 16, "apps/v1"),
            new End("apps/v1beta2", "Deployment", 9, 16, "apps/v1"),
            new End("apps/v1beta2", "StatefulSet", 9, 16, "apps/v1"),
            new End("apps/v1beta2", "DaemonSet", 9, 16, "apps/v1"),
            new End("apps/v1beta2", "ReplicaSet", 9, 16, "apps/v1"),
            new End("rbac.authorization.k8s.io/v1alpha1", "ClusterRole", 17, 22, "rbac.authorization.k8s.io/v1"),
            new End("rbac.authorization.k8s.io/v1beta1", "ClusterRole", 17, 22, "rbac.authorization.k8s.io/v1"),
            new End("rbac.authorization.k8s.io/v1beta1", "ClusterRoleBinding", 17, 22, "rbac.authorization.k8s.io/v1"),
            new End("rbac.authorization.k8s.io/v1beta1", "Role", 17, 22, "rbac.authorization.k8s.io/v1"),
            new End("rbac.authorization.k8s.io/v1beta1", "RoleBinding", 17, 22, "rbac.authorization.k8s.io/v1"),
            new End(
                    "admissionregistration.k8s.io/v1beta1",
                    "MutatingWebhookConfiguration",
                    16,
                    22,
                    "admissionregistration.k8s.io/v1"),
            new End(
                    "admissionregistration.k8s.io/v1beta1",
                    "ValidatingWebhookConfiguration",
                    16,
                    22,
                    "admissionregistration.k8s.io/v1"),
            new End("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 16, 22, "apiextensions.k8s.io/v1"),
            new End("apiregistration.k8s.io/v1beta1", "APIService", 19, 22, "apiregistration.k8s.io/v1"),
            new End("authentication.k8s.io/v1beta1", "TokenReview", 19, 22, "authentication.k8s.io/v1"),
            new End("certificates.k8s.io/v1beta1", "CertificateSigningRequest", 19, 22, "certificates.k8s.io/v1"),
            new End("coordination.k8s.io/v1beta1", "Lease", 19, 22, "coordination.k8s.io/v1"),
            new End("scheduling.k8s.io/v1beta1", "PriorityClass", 14, 22, "scheduling.k8s.io/v1"),
            new End("storage.k8s.io/v1beta1", "CSIDriver", 19, 22, "storage.k8s.io/v1"),
            new End("storage.k8s.io/v1beta1", "CSINode", 17, 22, "storage.k8s.io/v1"),
            new End("storage.k8s.io/v1beta1", "StorageClass", 19, 22, "storage.k8s.io/v1"),
            new End("storage.k8s.io/v1beta1", "VolumeAttachment", 19, 22, "storage.k8s.io/v1"),
            new End("batch/v1beta1", "CronJob", 21, 25, "batch/v1"),
            new End("discovery.k8s.io/v1beta1", "EndpointSlice", 21, 25, "discovery.k8s.io/v1"),
            new End("events.k8s.io/v1beta1", "Event", 19, 25, "events.k8s.io/v1"),
            new End("autoscaling/v2beta1", "HorizontalPodAutoscaler", 22, 25, "autoscaling/v2"),
            new End("autoscaling/v2beta2", "HorizontalPodAutoscaler", 23, 26, "autoscaling/v2"),
            new End("policy/v1beta1", "PodDisruptionBudget", 21, 25, "policy/v1"),
            new End("policy/v1beta1", "PodSecurityPolicy", 21, 25, ""),
            new End("node.k8s.io/v1beta1", "RuntimeClass", 20, 25, "node.k8s.io/v1"),
            new End("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema", 23, 26, "flowcontrol.apiserver.k8s.io/v1"),
            new End(
                    "flowcontrol.apiserver.k8s.io/v1beta1",
                    "PriorityLevelConfiguration",
                    23,
                    26,
                    "flowcontrol.apiserver.k8s.io/v1"),
            new End("flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", 26, 29, "flowcontrol.apiserver.k8s.io/v1"),
            new End(
                    "flowcontrol.apiserver.k8s.io/v1beta2",
                    "PriorityLevelConfiguration",
                    26,
                    29,
                    "flowcontrol.apiserver.k8s.io/v1"),
            new End("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", 29, 32, "flowcontrol.apiserver.k8s.io/v1"),
            new End(
                    "flowcontrol.apiserver.k8s.io/v1beta3",
                    "PriorityLevelConfiguration",
                    29,
                    32,
                    "flowcontrol.apiserver.k8s.io/v1"),
            new End("storage.k8s.io/v1beta1", "CSIStorageCapacity", 24, 27, "storage.k8s.io/v1"),
            new End(
                    "admissionregistration.k8s.io/v1beta1",
                    "ValidatingAdmissionPolicy",
                    30,
                    34,
                    "admissionregistration.k8s.io/v1"),
            new End(
                    "admissionregistration.k8s.io/v1beta1",
                    "ValidatingAdmissionPolicyBinding",
                    30,
                    34,
                    "admissionregistration.k8s.io/v1"));

    private static final Map<String, End> BY_KIND =
            ENDS.stream().collect(Collectors.toUnmodifiableMap(end -> end.apiVersion() + " " + end.kind(), end -> end));

    private ApiLifecycle() {}

    /** Whether Kubernetes ever had this group. */
    static boolean isGroup(String group) {
        return ENDS.stream().anyMatch(end -> end.apiVersion().startsWith(group + "/"));
    }

    /** When this API version of the kind ends, empty if it does not. */
    static Optional<End> of(String apiVersion, String kind) {
        return Optional.ofNullable(BY_KIND.get(apiVersion + " " + kind));
    }
}
