package dev.auditflow.check.schema;

import static dev.auditflow.check.schema.Constraints.anyOf;
import static dev.auditflow.check.schema.Constraints.atMostOne;
import static dev.auditflow.check.schema.Constraints.keys;
import static dev.auditflow.check.schema.Constraints.named;
import static dev.auditflow.check.schema.Constraints.notNegative;
import static dev.auditflow.check.schema.Constraints.port;
import static dev.auditflow.check.schema.Constraints.range;
import static dev.auditflow.check.schema.Constraints.required;
import static dev.auditflow.check.schema.Constraints.unique;
import static dev.auditflow.check.schema.Constraints.when;
import static dev.auditflow.check.schema.Constraints.words;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.List;
import java.util.Map;

/**
 * What the API server demands of built-in kinds and OpenAPI does not say, as a table by definition. The words are those
 * of {@code pkg/apis/<group>/validation} of Kubernetes 1.34; what a later version relaxed is left out.
 */
final class Semantics {
    private static final String[] VOLUME_SOURCES = {
        "awsElasticBlockStore",
        "azureDisk",
        "azureFile",
        "cephfs",
        "cinder",
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "fc",
        "flexVolume",
        "flocker",
        "gcePersistentDisk",
        "gitRepo",
        "glusterfs",
        "hostPath",
        "image",
        "iscsi",
        "nfs",
        "persistentVolumeClaim",
        "photonPersistentDisk",
        "portworxVolume",
        "projected",
        "quobyte",
        "rbd",
        "scaleIO",
        "secret",
        "storageos",
        "vsphereVolume"
    };
    private static final String[] HANDLERS = {"exec", "grpc", "httpGet", "tcpSocket"};
    private static final String[] LIFECYCLE_HANDLERS = {"exec", "httpGet", "sleep", "tcpSocket"};
    private static final String[] PROTOCOLS = {"TCP", "UDP", "SCTP"};
    private static final String[] ACCESS_MODES = {"ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"};
    private static final String[] SELECTOR_OPERATORS = {"In", "NotIn", "Exists", "DoesNotExist"};

    private final Map<String, List<Constraint>> table;

    private Semantics(Map<String, List<Constraint>> table) {
        this.table = table;
    }

    /** No constraints: custom resources have their own. */
    static Semantics none() {
        return new Semantics(Map.of());
    }

    static Semantics ofKubernetes() {
        return new Semantics(Map.ofEntries(
                row(
                        "core.v1.ConfigMap",
                        keys("data", Names::configKey, v -> ""),
                        keys("binaryData", Names::configKey, v -> "")),
                row(
                        "core.v1.Secret",
                        keys("data", Names::configKey, v -> ""),
                        keys("stringData", Names::configKey, v -> "")),
                row(
                        "core.v1.Container",
                        required("name", "image"),
                        named("name", Names::label),
                        words("imagePullPolicy", "Always", "IfNotPresent", "Never"),
                        words("terminationMessagePolicy", "File", "FallbackToLogsOnError"),
                        unique("ports", "name"),
                        unique("volumeMounts", "mountPath"),
                        PodRules::requestsWithinLimits),
                row(
                        "core.v1.ContainerPort",
                        port("containerPort"),
                        range("hostPort", 0, 65535),
                        named("name", Names::port),
                        words("protocol", PROTOCOLS)),
                row("core.v1.EnvVar", required("name"), named("name", Names::variable), PodRules::valueOrSource),
                row(
                        "core.v1.EnvVarSource",
                        atMostOne(
                                "source",
                                "configMapKeyRef",
                                "fieldRef",
                                "fileKeyRef",
                                "resourceFieldRef",
                                "secretKeyRef"),
                        anyOf(
                                "a source",
                                "configMapKeyRef",
                                "fieldRef",
                                "fileKeyRef",
                                "resourceFieldRef",
                                "secretKeyRef")),
                row("core.v1.ObjectFieldSelector", PodRules::fieldPath),
                row("core.v1.ConfigMapKeySelector", required("key")),
                row("core.v1.ExecAction", required("command")),
                row("core.v1.ConfigMapVolumeSource", range("defaultMode", 0, 511)),
                row("core.v1.SecretVolumeSource", range("defaultMode", 0, 511)),
                row("core.v1.DownwardAPIVolumeSource", range("defaultMode", 0, 511)),
                row("core.v1.ProjectedVolumeSource", range("defaultMode", 0, 511)),
                row("core.v1.SecretKeySelector", required("key")),
                row(
                        "core.v1.Probe",
                        anyOf("a handler", HANDLERS),
                        atMostOne("handler", HANDLERS),
                        notNegative("initialDelaySeconds"),
                        notNegative("timeoutSeconds"),
                        notNegative("periodSeconds"),
                        notNegative("successThreshold"),
                        notNegative("failureThreshold")),
                row(
                        "core.v1.LifecycleHandler",
                        anyOf("a handler", LIFECYCLE_HANDLERS),
                        atMostOne("handler", LIFECYCLE_HANDLERS)),
                row("core.v1.HTTPGetAction", PodRules.portOrName("port"), words("scheme", "HTTP", "HTTPS")),
                row("core.v1.TCPSocketAction", PodRules.portOrName("port")),
                row("core.v1.GRPCAction", port("port")),
                row("core.v1.VolumeMount", required("name", "mountPath")),
                row(
                        "core.v1.Volume",
                        required("name"),
                        named("name", Names::label),
                        atMostOne("kind of volume", VOLUME_SOURCES)),
                row("core.v1.HostPathVolumeSource", required("path")),
                row("core.v1.PersistentVolumeClaimVolumeSource", required("claimName")),
                row("core.v1.KeyToPath", required("key", "path")),
                row(
                        "core.v1.PodSpec",
                        required("containers"),
                        words("restartPolicy", "Always", "OnFailure", "Never"),
                        words("dnsPolicy", "ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),
                        words("preemptionPolicy", "PreemptLowerPriority", "Never"),
                        range("activeDeadlineSeconds", 1, Integer.MAX_VALUE),
                        named("serviceAccountName", Names::subdomain),
                        unique("containers", "name"),
                        unique("initContainers", "name"),
                        unique("volumes", "name")),
                row(
                        "core.v1.SecurityContext",
                        range("runAsUser", 0, Integer.MAX_VALUE),
                        range("runAsGroup", 0, Integer.MAX_VALUE),
                        words("procMount", "Default", "Unmasked")),
                row(
                        "core.v1.PodSecurityContext",
                        range("runAsUser", 0, Integer.MAX_VALUE),
                        range("runAsGroup", 0, Integer.MAX_VALUE),
                        range("fsGroup", 0, Integer.MAX_VALUE),
                        words("fsGroupChangePolicy", "Always", "OnRootMismatch")),
                row(
                        "core.v1.SeccompProfile",
                        required("type"),
                        words("type", "Localhost", "RuntimeDefault", "Unconfined"),
                        when("type", "Localhost", required("localhostProfile"))),
                row(
                        "core.v1.AppArmorProfile",
                        required("type"),
                        words("type", "Localhost", "RuntimeDefault", "Unconfined"),
                        when("type", "Localhost", required("localhostProfile"))),
                row(
                        "core.v1.Toleration",
                        words("operator", "Equal", "Exists", "Lt", "Gt"),
                        words("effect", "NoSchedule", "PreferNoSchedule", "NoExecute"),
                        PodRules::toleration),
                row(
                        "core.v1.NodeSelectorRequirement",
                        required("key", "operator"),
                        named("key", Names::qualified),
                        words("operator", "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"),
                        when("operator", "In", required("values")),
                        when("operator", "NotIn", required("values"))),
                row("core.v1.NodeSelector", required("nodeSelectorTerms")),
                row("core.v1.PodAffinityTerm", required("topologyKey")),
                row("core.v1.WeightedPodAffinityTerm", range("weight", 1, 100)),
                row("core.v1.PreferredSchedulingTerm", range("weight", 1, 100)),
                row(
                        "core.v1.TopologySpreadConstraint",
                        required("topologyKey", "whenUnsatisfiable"),
                        range("maxSkew", 1, Integer.MAX_VALUE),
                        words("whenUnsatisfiable", "DoNotSchedule", "ScheduleAnyway")),
                row("meta.v1.LabelSelector", keys("matchLabels", Names::qualified, Names::labelValue)),
                row(
                        "meta.v1.LabelSelectorRequirement",
                        required("key", "operator"),
                        words("operator", SELECTOR_OPERATORS),
                        when("operator", "In", required("values")),
                        when("operator", "NotIn", required("values"))),
                row(
                        "meta.v1.ObjectMeta",
                        keys("labels", Names::qualified, Names::labelValue),
                        keys("annotations", key -> Names.qualified(key.toLowerCase(java.util.Locale.ROOT)), v -> ""),
                        named("namespace", Names::label)),
                row("core.v1.Service", ServiceRules::check),
                row(
                        "core.v1.ServiceSpec",
                        words("type", "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"),
                        words("sessionAffinity", "ClientIP", "None"),
                        words("externalTrafficPolicy", "Cluster", "Local"),
                        words("internalTrafficPolicy", "Cluster", "Local"),
                        unique("ports", "name"),
                        unique("ports", List.of("port", "protocol"), List.of("", "TCP")),
                        keys("selector", Names::qualified, Names::labelValue)),
                row(
                        "core.v1.ServicePort",
                        port("port"),
                        range("nodePort", 0, 65535),
                        words("protocol", PROTOCOLS),
                        named("name", Names::label),
                        PodRules.portOrName("targetPort")),
                row(
                        "core.v1.PersistentVolumeClaimSpec",
                        required("accessModes"),
                        words("accessModes", ACCESS_MODES),
                        words("volumeMode", "Block", "Filesystem"),
                        PodRules::claimStorage),
                row(
                        "apps.v1.Deployment",
                        WorkloadRules.always(),
                        WorkloadRules::selector,
                        PodRules.mountsHaveVolumes("spec", "template", "spec")),
                row(
                        "apps.v1.StatefulSet",
                        WorkloadRules.always(),
                        WorkloadRules::selector,
                        PodRules.mountsHaveVolumes("spec", "template", "spec")),
                row(
                        "apps.v1.DaemonSet",
                        WorkloadRules.always(),
                        WorkloadRules::selector,
                        PodRules.mountsHaveVolumes("spec", "template", "spec")),
                row(
                        "apps.v1.ReplicaSet",
                        WorkloadRules.always(),
                        WorkloadRules::selector,
                        PodRules.mountsHaveVolumes("spec", "template", "spec")),
                row(
                        "apps.v1.DeploymentSpec",
                        notNegative("replicas"),
                        notNegative("minReadySeconds"),
                        notNegative("revisionHistoryLimit"),
                        notNegative("progressDeadlineSeconds")),
                row(
                        "apps.v1.StatefulSetSpec",
                        notNegative("replicas"),
                        notNegative("minReadySeconds"),
                        notNegative("revisionHistoryLimit"),
                        words("podManagementPolicy", "OrderedReady", "Parallel")),
                row("apps.v1.DaemonSetSpec", notNegative("minReadySeconds"), notNegative("revisionHistoryLimit")),
                row("apps.v1.ReplicaSetSpec", notNegative("replicas")),
                row("apps.v1.DeploymentStrategy", words("type", "Recreate", "RollingUpdate"), WorkloadRules::recreate),
                row("apps.v1.StatefulSetUpdateStrategy", words("type", "OnDelete", "RollingUpdate")),
                row("apps.v1.DaemonSetUpdateStrategy", words("type", "OnDelete", "RollingUpdate")),
                row("core.v1.Pod", PodRules.mountsHaveVolumes("spec")),
                row(
                        "batch.v1.Job",
                        WorkloadRules.finishes("spec", "template", "spec"),
                        PodRules.mountsHaveVolumes("spec", "template", "spec")),
                row(
                        "batch.v1.CronJob",
                        WorkloadRules.finishes("spec", "jobTemplate", "spec", "template", "spec"),
                        PodRules.mountsHaveVolumes("spec", "jobTemplate", "spec", "template", "spec")),
                row(
                        "batch.v1.JobSpec",
                        notNegative("backoffLimit"),
                        notNegative("completions"),
                        notNegative("parallelism"),
                        notNegative("ttlSecondsAfterFinished"),
                        notNegative("activeDeadlineSeconds"),
                        words("completionMode", "Indexed", "NonIndexed")),
                row(
                        "batch.v1.CronJobSpec",
                        required("schedule"),
                        words("concurrencyPolicy", "Allow", "Forbid", "Replace"),
                        notNegative("startingDeadlineSeconds"),
                        notNegative("successfulJobsHistoryLimit"),
                        notNegative("failedJobsHistoryLimit"),
                        WorkloadRules::schedule),
                row(
                        "policy.v1.PodDisruptionBudgetSpec",
                        atMostOne("limit", "minAvailable", "maxUnavailable"),
                        WorkloadRules.countOrPercent("minAvailable"),
                        WorkloadRules.countOrPercent("maxUnavailable")),
                row(
                        "autoscaling.v2.HorizontalPodAutoscalerSpec",
                        range("minReplicas", 0, Integer.MAX_VALUE),
                        range("maxReplicas", 1, Integer.MAX_VALUE),
                        WorkloadRules::minBelowMax),
                row("networking.v1.NetworkPolicySpec", words("policyTypes", "Ingress", "Egress")),
                row("networking.v1.NetworkPolicyPort", PodRules.portOrName("port"), words("protocol", PROTOCOLS)),
                row(
                        "networking.v1.HTTPIngressPath",
                        required("pathType"),
                        words("pathType", "Exact", "ImplementationSpecific", "Prefix")),
                row("networking.v1.ServiceBackendPort", port("number"), atMostOne("port", "name", "number")),
                row("networking.v1.IngressServiceBackend", required("name")),
                row("rbac.v1.PolicyRule", required("verbs"), RbacRules::rule),
                row("rbac.v1.RoleRef", required("kind", "name")),
                row("rbac.v1.RoleBinding", RbacRules.roleRef("Role", "ClusterRole")),
                row("rbac.v1.ClusterRoleBinding", RbacRules.roleRef("ClusterRole"), RbacRules::accountsHaveNamespaces),
                row("rbac.v1.Subject", required("kind", "name"), words("kind", "Group", "ServiceAccount", "User")),
                row(
                        "admissionregistration.v1.ValidatingWebhook",
                        range("timeoutSeconds", 1, 30),
                        words("failurePolicy", "Fail", "Ignore"),
                        words("matchPolicy", "Equivalent", "Exact")),
                row(
                        "admissionregistration.v1.MutatingWebhook",
                        range("timeoutSeconds", 1, 30),
                        words("failurePolicy", "Fail", "Ignore"),
                        words("matchPolicy", "Equivalent", "Exact")),
                row(
                        "admissionregistration.v1.RuleWithOperations",
                        required("operations", "apiGroups", "apiVersions", "resources"),
                        words("operations", "*", "CONNECT", "CREATE", "DELETE", "UPDATE")),
                row("admissionregistration.v1.ServiceReference", required("name", "namespace"))));
    }

    /** Checks what holds for a definition; {@code name} is its name in OpenAPI, empty for parts of one. */
    void check(String name, MapNode map, FieldPath path, Sink sink) {
        if (name.isEmpty() || table.isEmpty()) {
            return;
        }
        int group =
                name.startsWith("io.k8s.api.") ? "io.k8s.api.".length() : name.indexOf(".apis.") + ".apis.".length();
        for (Constraint constraint : table.getOrDefault(name.substring(Math.min(group, name.length())), List.of())) {
            constraint.check(map, path, sink);
        }
    }

    private static Map.Entry<String, List<Constraint>> row(String definition, Constraint... constraints) {
        return Map.entry(definition, List.of(constraints));
    }
}
