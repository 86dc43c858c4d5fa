package dev.auditflow.check.schema;

import static dev.auditflow.check.schema.Constraints.anyOf;
import static dev.auditflow.check.schema.Constraints.atMostOne;
import static dev.auditflow.check.schema.Constraints.each;
import static dev.auditflow.check.schema.Constraints.evenEmpty;
import static dev.auditflow.check.schema.Constraints.forbidden;
import static dev.auditflow.check.schema.Constraints.inside;
import static dev.auditflow.check.schema.Constraints.keys;
import static dev.auditflow.check.schema.Constraints.named;
import static dev.auditflow.check.schema.Constraints.oneOf;
import static dev.auditflow.check.schema.Constraints.range;
import static dev.auditflow.check.schema.Constraints.required;
import static dev.auditflow.check.schema.Constraints.unique;
import static dev.auditflow.check.schema.Constraints.unless;
import static dev.auditflow.check.schema.Constraints.when;
import static dev.auditflow.check.schema.Constraints.words;

import java.util.List;
import java.util.Map;

/** What the API server demands of pods and pod templates and OpenAPI does not say, by definition. */
final class PodTable {
    private static final String[] PROFILES = {"Localhost", "RuntimeDefault", "Unconfined"};
    private static final int FILE_MODE = 0777;
    private static final long MAX_ID = Integer.MAX_VALUE;
    private static final int TEN_MINUTES = 600;

    private PodTable() {}

    static void fill(Map<String, List<Constraint>> table, int minor) {
        pods(table, minor);
        security(table);
        scheduling(table, minor);
    }

    private static void pods(Map<String, List<Constraint>> table, int minor) {
        table.put(
                "core.v1.Pod",
                List.of(
                        inside("spec", PodRules::hostPortsOfPod),
                        inside("spec", PodMetadataRules::admitted),
                        PodMetadataRules::appArmor,
                        MountRules.mountsHaveVolumes("spec")));
        table.put("core.v1.PodTemplate", List.of(MountRules.mountsHaveVolumes("template", "spec")));
        table.put(
                "core.v1.PodTemplateSpec",
                List.of(
                        inside("metadata", keys("labels", Names::qualified, Names::labelValue)),
                        inside("metadata", MetadataRules::annotations),
                        PodMetadataRules::appArmor));
        table.put(
                "core.v1.PodSpec",
                List.of(
                        required("containers"),
                        words("restartPolicy", "Always", "OnFailure", "Never"),
                        words("dnsPolicy", "ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),
                        oneOf("preemptionPolicy", "PreemptLowerPriority", "Never"),
                        range("activeDeadlineSeconds", 1, Integer.MAX_VALUE),
                        named("serviceAccountName", Names::subdomain),
                        named("nodeName", Names::subdomain),
                        named("hostname", Names::label),
                        named("subdomain", Names::label),
                        named("priorityClassName", Names::subdomain),
                        evenEmpty("runtimeClassName", Names::subdomain),
                        keys("nodeSelector", Names::qualified, Names::labelValue),
                        unique("volumes", "name"),
                        unique(
                                "topologySpreadConstraints",
                                List.of("topologyKey", "whenUnsatisfiable"),
                                List.of("", "")),
                        forbidden("ephemeralContainers", "ephemeral containers come to a running pod, not with it"),
                        when("dnsPolicy", "None", required("dnsConfig")),
                        when("dnsPolicy", "None", inside("dnsConfig", required("nameservers"))),
                        each("initContainers", new RestartRules(minor)::initContainer),
                        each("containers", new RestartRules(minor)::container),
                        PodRules::containerNames,
                        PodRules::hostPorts,
                        PodRules::hostUsers,
                        PodRules::sharedProcesses,
                        PodRules::sleepWithinGrace,
                        PodRules::resourceClaims,
                        WindowsRules::system,
                        WindowsRules::hostProcess));
        table.put("core.v1.PodOS", List.of(required("name"), words("name", "linux", "windows")));
        table.put("core.v1.PodReadinessGate", List.of(named("conditionType", Names::qualified)));
        table.put("core.v1.PodSchedulingGate", List.of(named("name", Names::qualified)));
        table.put(
                "core.v1.HostAlias",
                List.of(required("ip"), named("ip", Networks::ip), named("hostnames", Names::subdomain)));
        table.put(
                "core.v1.PodDNSConfig",
                List.of(
                        named("nameservers", Networks::ip),
                        evenEmpty("searches", Names::searchDomain),
                        PodRules::dnsLimits));
        table.put("core.v1.PodDNSConfigOption", List.of(required("name")));
    }

    private static void security(Map<String, List<Constraint>> table) {
        table.put(
                "core.v1.SecurityContext",
                List.of(
                        range("runAsUser", 0, MAX_ID),
                        range("runAsGroup", 0, MAX_ID),
                        oneOf("procMount", "Default", "Unmasked"),
                        ContainerRules::escalation));
        table.put(
                "core.v1.PodSecurityContext",
                List.of(
                        range("runAsUser", 0, MAX_ID),
                        range("runAsGroup", 0, MAX_ID),
                        range("fsGroup", 0, MAX_ID),
                        range("supplementalGroups", 0, MAX_ID),
                        unique("sysctls", "name"),
                        oneOf("fsGroupChangePolicy", "Always", "OnRootMismatch"),
                        oneOf("supplementalGroupsPolicy", "Merge", "Strict")));
        table.put(
                "core.v1.WindowsSecurityContextOptions",
                List.of(
                        evenEmpty("runAsUserName", Names::notEmpty),
                        evenEmpty("gmsaCredentialSpec", Names::notEmpty),
                        evenEmpty("gmsaCredentialSpecName", Names::subdomain)));
        table.put("core.v1.Sysctl", List.of(required("name"), named("name", Names::sysctl)));
        for (String profile : List.of("core.v1.SeccompProfile", "core.v1.AppArmorProfile")) {
            table.put(
                    profile,
                    List.of(
                            oneOf("type", PROFILES),
                            when("type", "Localhost", required("localhostProfile")),
                            unless(
                                    "type",
                                    "Localhost",
                                    forbidden("localhostProfile", "only the type Localhost has it"))));
        }
    }

    private static void scheduling(Map<String, List<Constraint>> table, int minor) {
        String[] operators =
                minor < 35 ? new String[] {"Equal", "Exists"} : new String[] {"Equal", "Exists", "Lt", "Gt"};
        table.put(
                "core.v1.Toleration",
                List.of(
                        words("operator", operators),
                        words("effect", "NoSchedule", "PreferNoSchedule", "NoExecute"),
                        named("key", Names::qualified),
                        PodRules::toleration));
        table.put(
                "core.v1.NodeSelectorRequirement",
                List.of(
                        required("key"),
                        oneOf("operator", "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"),
                        named("key", Names::qualified),
                        SelectorRules::values));
        table.put("core.v1.NodeSelector", List.of(required("nodeSelectorTerms"), SelectorRules::requiredNodes));
        table.put(
                "core.v1.PodAffinityTerm",
                List.of(
                        required("topologyKey"),
                        named("topologyKey", Names::qualified),
                        named("namespaces", Names::label),
                        SelectorRules.labelKeys("matchLabelKeys"),
                        SelectorRules.labelKeys("mismatchLabelKeys")));
        table.put("core.v1.WeightedPodAffinityTerm", List.of(range("weight", 1, 100)));
        table.put("core.v1.PreferredSchedulingTerm", List.of(range("weight", 1, 100)));
        table.put(
                "core.v1.TopologySpreadConstraint",
                List.of(
                        required("topologyKey", "whenUnsatisfiable"),
                        range("maxSkew", 1, Integer.MAX_VALUE),
                        range("minDomains", 1, Integer.MAX_VALUE),
                        oneOf("whenUnsatisfiable", "DoNotSchedule", "ScheduleAnyway"),
                        when(
                                "whenUnsatisfiable",
                                "ScheduleAnyway",
                                forbidden("minDomains", "it goes with DoNotSchedule")),
                        oneOf("nodeAffinityPolicy", "Honor", "Ignore"),
                        oneOf("nodeTaintsPolicy", "Honor", "Ignore"),
                        SelectorRules.labelKeys("matchLabelKeys")));
    }

    static void fileModes(Map<String, List<Constraint>> table) {
        table.put("core.v1.ConfigMapVolumeSource", List.of(required("name"), range("defaultMode", 0, FILE_MODE)));
        table.put("core.v1.SecretVolumeSource", List.of(required("secretName"), range("defaultMode", 0, FILE_MODE)));
        table.put("core.v1.DownwardAPIVolumeSource", List.of(range("defaultMode", 0, FILE_MODE)));
        table.put(
                "core.v1.ProjectedVolumeSource", List.of(range("defaultMode", 0, FILE_MODE), PodRules::projectedPaths));
        table.put("core.v1.ConfigMapProjection", List.of(required("name")));
        table.put("core.v1.SecretProjection", List.of(required("name")));
        table.put(
                "core.v1.KeyToPath",
                List.of(required("key", "path"), named("path", Paths::local), range("mode", 0, FILE_MODE)));
        table.put(
                "core.v1.DownwardAPIVolumeFile",
                List.of(
                        required("path"),
                        named("path", Paths::local),
                        range("mode", 0, FILE_MODE),
                        anyOf("a source", "fieldRef", "resourceFieldRef"),
                        atMostOne("source", "fieldRef", "resourceFieldRef"),
                        inside("resourceFieldRef", required("containerName")),
                        PodRules::volumeField));
        table.put(
                "core.v1.VolumeProjection",
                List.of(atMostOne(
                        "source",
                        "clusterTrustBundle",
                        "configMap",
                        "downwardAPI",
                        "podCertificate",
                        "secret",
                        "serviceAccountToken")));
        table.put(
                "core.v1.ServiceAccountTokenProjection",
                List.of(
                        required("path"),
                        named("path", Paths::local),
                        range("expirationSeconds", TEN_MINUTES, 1L << 32)));
    }
}
