package dev.auditflow.check.schema;

import static dev.auditflow.check.schema.Constraints.anyOf;
import static dev.auditflow.check.schema.Constraints.atMostOne;
import static dev.auditflow.check.schema.Constraints.forbidden;
import static dev.auditflow.check.schema.Constraints.inside;
import static dev.auditflow.check.schema.Constraints.named;
import static dev.auditflow.check.schema.Constraints.notNegative;
import static dev.auditflow.check.schema.Constraints.oneOf;
import static dev.auditflow.check.schema.Constraints.port;
import static dev.auditflow.check.schema.Constraints.range;
import static dev.auditflow.check.schema.Constraints.required;
import static dev.auditflow.check.schema.Constraints.unique;
import static dev.auditflow.check.schema.Constraints.words;

import java.util.List;
import java.util.Map;

/** What the API server demands of containers, their environment and probes and OpenAPI does not say, by definition. */
final class ContainerTable {
    private static final String[] PROTOCOLS = {"TCP", "UDP", "SCTP"};
    private static final String[] HANDLERS = {"exec", "grpc", "httpGet", "tcpSocket"};
    private static final String[] LIFECYCLE_HANDLERS = {"exec", "httpGet", "sleep", "tcpSocket"};

    private ContainerTable() {}

    static void fill(Map<String, List<Constraint>> table) {
        containers(table);
        environment(table);
        probes(table);
    }

    private static void containers(Map<String, List<Constraint>> table) {
        List<Constraint> container = List.of(
                required("name", "image"),
                named("name", Names::label),
                words("imagePullPolicy", "Always", "IfNotPresent", "Never"),
                words("terminationMessagePolicy", "File", "FallbackToLogsOnError"),
                unique("ports", "name"),
                unique("volumeMounts", "mountPath"),
                unique("volumeDevices", "name"),
                unique("volumeDevices", "devicePath"),
                unique("resizePolicy", "resourceName"),
                inside("livenessProbe", range("successThreshold", 0, 1)),
                inside("startupProbe", range("successThreshold", 0, 1)),
                inside(
                        "readinessProbe",
                        forbidden("terminationGracePeriodSeconds", "readiness probes end no container")),
                ContainerRules::mountsAndDevices,
                ContainerRules::propagation);
        table.put("core.v1.Container", container);
        table.put(
                "core.v1.ContainerPort",
                List.of(
                        required("containerPort"),
                        port("containerPort"),
                        range("hostPort", 0, 65535),
                        named("name", Names::port),
                        words("protocol", PROTOCOLS)));
        table.put(
                "core.v1.ContainerResizePolicy",
                List.of(
                        oneOf("resourceName", "cpu", "memory"),
                        oneOf("restartPolicy", "NotRequired", "RestartContainer")));
        table.put("core.v1.ResourceRequirements", List.of(ResourceRules::container));
        table.put(
                "core.v1.VolumeMount",
                List.of(
                        required("name", "mountPath"),
                        oneOf("mountPropagation", "Bidirectional", "HostToContainer", "None"),
                        oneOf("recursiveReadOnly", "Disabled", "Enabled", "IfPossible"),
                        named("subPath", Paths::descending),
                        named("subPathExpr", Paths::descending),
                        atMostOne("sub path", "subPath", "subPathExpr"),
                        ContainerRules::recursiveReadOnly));
        table.put(
                "core.v1.VolumeDevice",
                List.of(required("name", "devicePath"), named("devicePath", Paths::noBacksteps)));
        table.put(
                "core.v1.Volume",
                List.of(
                        required("name"),
                        named("name", Names::label),
                        atMostOne("kind of volume", StorageTable.VOLUMES)));
    }

    private static void environment(Map<String, List<Constraint>> table) {
        String[] sources = {"configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef"};
        table.put("core.v1.EnvVar", List.of(required("name"), named("name", Names::variable), PodRules::valueOrSource));
        table.put(
                "core.v1.EnvVarSource",
                List.of(atMostOne("source", sources), anyOf("a source", sources), PodRules::variableField));
        table.put(
                "core.v1.EnvFromSource",
                List.of(
                        named("prefix", Names::variable),
                        anyOf("a source", "configMapRef", "secretRef"),
                        atMostOne("source", "configMapRef", "secretRef")));
        for (String source : List.of("core.v1.ConfigMapEnvSource", "core.v1.SecretEnvSource")) {
            table.put(source, List.of(required("name"), named("name", Names::subdomain)));
        }
        for (String selector : List.of("core.v1.ConfigMapKeySelector", "core.v1.SecretKeySelector")) {
            table.put(
                    selector,
                    List.of(required("key", "name"), named("key", Names::configKey), named("name", Names::subdomain)));
        }
        table.put("core.v1.ObjectFieldSelector", List.of(required("fieldPath")));
        table.put("core.v1.ResourceFieldSelector", List.of(required("resource"), ResourceRules::field));
    }

    private static void probes(Map<String, List<Constraint>> table) {
        table.put(
                "core.v1.Probe",
                List.of(
                        anyOf("a handler", HANDLERS),
                        atMostOne("handler", HANDLERS),
                        notNegative("initialDelaySeconds"),
                        notNegative("timeoutSeconds"),
                        notNegative("periodSeconds"),
                        notNegative("successThreshold"),
                        notNegative("failureThreshold"),
                        range("terminationGracePeriodSeconds", 1, Long.MAX_VALUE)));
        table.put(
                "core.v1.LifecycleHandler",
                List.of(anyOf("a handler", LIFECYCLE_HANDLERS), atMostOne("handler", LIFECYCLE_HANDLERS)));
        table.put("core.v1.ExecAction", List.of(required("command")));
        table.put("core.v1.HTTPGetAction", List.of(PodRules.portOrName("port"), words("scheme", "HTTP", "HTTPS")));
        table.put("core.v1.HTTPHeader", List.of(required("name"), named("name", Names::header)));
        table.put("core.v1.TCPSocketAction", List.of(PodRules.portOrName("port")));
        table.put("core.v1.GRPCAction", List.of(port("port")));
    }
}
