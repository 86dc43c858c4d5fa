package dev.auditflow.check.schema;

import static dev.auditflow.check.schema.Constraints.atMostOne;
import static dev.auditflow.check.schema.Constraints.each;
import static dev.auditflow.check.schema.Constraints.forbidden;
import static dev.auditflow.check.schema.Constraints.inside;
import static dev.auditflow.check.schema.Constraints.named;
import static dev.auditflow.check.schema.Constraints.notNegative;
import static dev.auditflow.check.schema.Constraints.oneOf;
import static dev.auditflow.check.schema.Constraints.present;
import static dev.auditflow.check.schema.Constraints.range;
import static dev.auditflow.check.schema.Constraints.required;
import static dev.auditflow.check.schema.Constraints.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the API server demands of controllers, jobs, budgets and autoscalers and OpenAPI does not say. */
final class WorkloadTable {
    private static final Constraint NO_DEADLINE = inside(
            "template", inside("spec", forbidden("activeDeadlineSeconds", "only Jobs and Pods have a deadline")));

    private WorkloadTable() {}

    static void fill(Map<String, List<Constraint>> table, int minor) {
        controllers(table);
        jobs(table);
        scaling(table, minor);
    }

    private static void controllers(Map<String, List<Constraint>> table) {
        List<Constraint> controller = List.of(
                WorkloadRules.always(),
                WorkloadRules::selector,
                MountRules.mountsHaveVolumes("spec", "template", "spec"));
        table.put("apps.v1.ControllerRevision", List.of(range("revision", 0, Long.MAX_VALUE), present("data")));
        for (String kind : List.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")) {
            table.put("apps.v1." + kind, controller);
        }
        table.put(
                "core.v1.ReplicationController",
                List.of(
                        WorkloadRules.always(),
                        WorkloadRules::plainSelector,
                        MountRules.mountsHaveVolumes("spec", "template", "spec")));
        table.put(
                "core.v1.ReplicationControllerSpec",
                List.of(present("template"), notNegative("replicas"), notNegative("minReadySeconds"), NO_DEADLINE));
        table.put(
                "apps.v1.DeploymentSpec",
                List.of(
                        notNegative("replicas"),
                        notNegative("minReadySeconds"),
                        notNegative("revisionHistoryLimit"),
                        notNegative("progressDeadlineSeconds"),
                        NO_DEADLINE,
                        WorkloadRules::progressAfterReady));
        table.put(
                "apps.v1.StatefulSetSpec",
                List.of(
                        notNegative("replicas"),
                        notNegative("minReadySeconds"),
                        words("podManagementPolicy", "OrderedReady", "Parallel"),
                        named("serviceName", Names::label),
                        inside("ordinals", notNegative("start")),
                        inside("persistentVolumeClaimRetentionPolicy", words("whenDeleted", "Delete", "Retain")),
                        inside("persistentVolumeClaimRetentionPolicy", words("whenScaled", "Delete", "Retain")),
                        NO_DEADLINE));
        table.put(
                "apps.v1.DaemonSetSpec",
                List.of(notNegative("minReadySeconds"), notNegative("revisionHistoryLimit"), NO_DEADLINE));
        table.put(
                "apps.v1.ReplicaSetSpec",
                List.of(notNegative("replicas"), notNegative("minReadySeconds"), NO_DEADLINE));
        table.put(
                "apps.v1.DeploymentStrategy",
                List.of(
                        words("type", "Recreate", "RollingUpdate"),
                        WorkloadRules.noRollingUpdate("Recreate"),
                        inside("rollingUpdate", WorkloadRules::deploymentSteps)));
        table.put(
                "apps.v1.StatefulSetUpdateStrategy",
                List.of(
                        words("type", "OnDelete", "RollingUpdate"),
                        WorkloadRules.noRollingUpdate("OnDelete"),
                        inside("rollingUpdate", notNegative("partition"))));
        table.put(
                "apps.v1.DaemonSetUpdateStrategy",
                List.of(words("type", "OnDelete", "RollingUpdate"), WorkloadRules::daemonSetSteps));
    }

    private static void jobs(Map<String, List<Constraint>> table) {
        table.put(
                "batch.v1.Job",
                List.of(
                        WorkloadRules.finishes("spec", "template", "spec"),
                        inside("spec", JobRules::selector),
                        JobPolicies::podNames,
                        MountRules.mountsHaveVolumes("spec", "template", "spec")));
        table.put(
                "batch.v1.CronJob",
                List.of(
                        WorkloadRules.finishes("spec", "jobTemplate", "spec", "template", "spec"),
                        inside("spec", inside("jobTemplate", inside("spec", JobRules::noSelector))),
                        MountRules.mountsHaveVolumes("spec", "jobTemplate", "spec", "template", "spec")));
        table.put(
                "batch.v1.JobSpec",
                List.of(
                        notNegative("backoffLimit"),
                        notNegative("backoffLimitPerIndex"),
                        notNegative("completions"),
                        notNegative("maxFailedIndexes"),
                        notNegative("parallelism"),
                        notNegative("ttlSecondsAfterFinished"),
                        notNegative("activeDeadlineSeconds"),
                        oneOf("completionMode", "Indexed", "NonIndexed"),
                        oneOf("podReplacementPolicy", "Failed", "TerminatingOrFailed"),
                        named("managedBy", Names::domainPath),
                        JobPolicies::indexed,
                        JobPolicies::failurePolicy,
                        JobPolicies::successPolicy));
        table.put(
                "batch.v1.CronJobSpec",
                List.of(
                        required("schedule"),
                        words("concurrencyPolicy", "Allow", "Forbid", "Replace"),
                        notNegative("startingDeadlineSeconds"),
                        notNegative("successfulJobsHistoryLimit"),
                        notNegative("failedJobsHistoryLimit"),
                        JobRules::schedule,
                        JobRules::timeZone));
    }

    private static void scaling(Map<String, List<Constraint>> table, int minor) {
        table.put(
                "policy.v1.PodDisruptionBudgetSpec",
                List.of(
                        atMostOne("limit", "minAvailable", "maxUnavailable"),
                        oneOf("unhealthyPodEvictionPolicy", "AlwaysAllow", "IfHealthyBudget"),
                        WorkloadRules.countOrPercent("minAvailable", true),
                        WorkloadRules.countOrPercent("maxUnavailable", true)));
        int least = minor < 36 ? 1 : 0;
        List<Constraint> autoscaler = List.of(
                range("minReplicas", least, Integer.MAX_VALUE),
                required("maxReplicas"),
                range("maxReplicas", 1, Integer.MAX_VALUE),
                AutoscalerRules::targetHasGroup,
                AutoscalerRules::minBelowMax);
        List<Constraint> first = new ArrayList<>(autoscaler);
        first.add(range("targetCPUUtilizationPercentage", 1, Integer.MAX_VALUE));
        table.put("autoscaling.v1.HorizontalPodAutoscalerSpec", first);
        table.put("autoscaling.v2.HorizontalPodAutoscalerSpec", autoscaler);
        for (String version : List.of("v1", "v2")) {
            table.put(
                    "autoscaling." + version + ".CrossVersionObjectReference",
                    List.of(
                            required("kind", "name"),
                            named("kind", Names::pathSegment),
                            named("name", Names::pathSegment)));
        }
        table.put("autoscaling.v2.MetricSpec", List.of(AutoscalerRules::metric));
        table.put("autoscaling.v2.MetricIdentifier", List.of(required("name"), named("name", Names::pathSegment)));
        table.put(
                "autoscaling.v2.MetricTarget",
                List.of(
                        oneOf("type", "AverageValue", "Utilization", "Value"),
                        range("averageUtilization", 1, Integer.MAX_VALUE),
                        ResourceRules.positive("value"),
                        ResourceRules.positive("averageValue")));
        table.put(
                "autoscaling.v2.HPAScalingRules",
                List.of(
                        range("stabilizationWindowSeconds", 0, 3600),
                        oneOf("selectPolicy", "Disabled", "Max", "Min"),
                        AutoscalerRules::policies,
                        each("policies", oneOf("type", "Percent", "Pods")),
                        each("policies", range("value", 1, Integer.MAX_VALUE)),
                        each("policies", range("periodSeconds", 1, 1800))));
        table.put("autoscaling.v2.ResourceMetricSource", List.of(required("name"), AutoscalerRules::resourceTarget));
        table.put(
                "autoscaling.v2.ContainerResourceMetricSource",
                List.of(
                        required("name", "container"),
                        named("name", ResourceRules::containerResource),
                        named("container", Names::label),
                        AutoscalerRules::resourceTarget));
        table.put("autoscaling.v2.PodsMetricSource", List.of(inside("target", required("averageValue"))));
        table.put("autoscaling.v2.ObjectMetricSource", List.of(AutoscalerRules::valueTarget));
        table.put(
                "autoscaling.v2.ExternalMetricSource",
                List.of(AutoscalerRules::valueTarget, inside("target", atMostOne("aim", "averageValue", "value"))));
    }
}
