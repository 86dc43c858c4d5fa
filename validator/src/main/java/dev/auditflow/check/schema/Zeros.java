package dev.auditflow.check.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the server makes of fields that are absent: it reads each as the zero of its type, so OpenAPI's {@code required} holds
 * only where validation refuses that zero.
 */
final class Zeros {
    /** Fields that hold a struct: the server takes an absent one for an empty one and checks it. */
    private static final Map<String, List<String>> STRUCTS = Map.ofEntries(
            Map.entry("core.v1.Pod", List.of("spec")),
            Map.entry("core.v1.PodTemplate", List.of("template")),
            Map.entry("core.v1.PodTemplateSpec", List.of("spec")),
            Map.entry("core.v1.ReplicationController", List.of("spec")),
            Map.entry("core.v1.Service", List.of("spec")),
            Map.entry("core.v1.PersistentVolume", List.of("spec")),
            Map.entry("core.v1.PersistentVolumeClaim", List.of("spec")),
            Map.entry("apps.v1.Deployment", List.of("spec")),
            Map.entry("apps.v1.StatefulSet", List.of("spec")),
            Map.entry("apps.v1.DaemonSet", List.of("spec")),
            Map.entry("apps.v1.ReplicaSet", List.of("spec")),
            Map.entry("batch.v1.Job", List.of("spec")),
            Map.entry("batch.v1.JobTemplateSpec", List.of("spec")),
            Map.entry("batch.v1.CronJob", List.of("spec")),
            Map.entry("autoscaling.v1.HorizontalPodAutoscaler", List.of("spec")),
            Map.entry("autoscaling.v2.HorizontalPodAutoscaler", List.of("spec")),
            Map.entry("networking.v1.Ingress", List.of("spec")),
            Map.entry("networking.v1.IngressClass", List.of("spec")),
            Map.entry("networking.v1.IPAddress", List.of("spec")),
            Map.entry("networking.v1beta1.IPAddress", List.of("spec")),
            Map.entry("networking.v1.ServiceCIDR", List.of("spec")),
            Map.entry("networking.v1beta1.ServiceCIDR", List.of("spec")),
            Map.entry("flowcontrol.v1.FlowSchema", List.of("spec")),
            Map.entry("flowcontrol.v1beta3.FlowSchema", List.of("spec")),
            Map.entry("flowcontrol.v1.PriorityLevelConfiguration", List.of("spec")),
            Map.entry("flowcontrol.v1beta3.PriorityLevelConfiguration", List.of("spec")),
            Map.entry("flowcontrol.v1.LimitedPriorityLevelConfiguration", List.of("limitResponse")),
            Map.entry("flowcontrol.v1beta3.LimitedPriorityLevelConfiguration", List.of("limitResponse")),
            Map.entry("admissionregistration.v1.ValidatingAdmissionPolicy", List.of("spec")),
            Map.entry("admissionregistration.v1beta1.ValidatingAdmissionPolicy", List.of("spec")),
            Map.entry("admissionregistration.v1.ValidatingAdmissionPolicyBinding", List.of("spec")),
            Map.entry("admissionregistration.v1beta1.ValidatingAdmissionPolicyBinding", List.of("spec")),
            Map.entry("apiregistration.v1.APIService", List.of("spec")));

    /** Fields that OpenAPI requires and whose zero the server takes or replaces. */
    private static final Set<String> DEFAULTED = Set.of(
            "apps.v1.ControllerRevision revision",
            "batch.v1.PodFailurePolicy rules",
            "batch.v1.PodFailurePolicyOnPodConditionsPattern status",
            "core.v1.HTTPHeader value",
            "core.v1.ISCSIPersistentVolumeSource lun",
            "core.v1.ISCSIVolumeSource lun",
            "core.v1.LimitRangeSpec limits",
            "core.v1.SleepAction seconds",
            "core.v1.Sysctl value",
            "discovery.v1.EndpointSlice endpoints",
            "discovery.v1.ForZone name",
            "rbac.v1.RoleRef apiGroup",
            "scheduling.v1.PriorityClass value",
            "storage.v1.CSINodeSpec drivers",
            "storage.v1.TokenRequest audience");

    /** Required fields that hold a pointer to a struct: an absent one is no empty one. */
    private static final Set<String> POINTERS = Set.of(
            "apps.v1.DaemonSetSpec selector",
            "apps.v1.DeploymentSpec selector",
            "apps.v1.ReplicaSetSpec selector",
            "apps.v1.StatefulSetSpec selector",
            "networking.v1.IPAddressSpec parentRef",
            "networking.v1beta1.IPAddressSpec parentRef",
            "resource.v1.OpaqueDeviceConfiguration parameters",
            "resource.v1beta1.OpaqueDeviceConfiguration parameters",
            "resource.v1beta2.OpaqueDeviceConfiguration parameters");

    private Zeros() {}

    static List<String> structs(String definition) {
        return STRUCTS.getOrDefault(definition, List.of());
    }

    static boolean isDefaulted(String definition, String field) {
        return DEFAULTED.contains(definition + " " + field);
    }

    static boolean isPointer(String definition, String field) {
        return POINTERS.contains(definition + " " + field);
    }
}
