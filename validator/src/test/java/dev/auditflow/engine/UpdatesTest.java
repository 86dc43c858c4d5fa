package dev.auditflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Upgrades of one object of each kind, as Kubernetes' own code judges them: which fields may not change. */
final class UpdatesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static List<Resource> kinds = List.of();
    private static @Nullable ServerEngine engine;

    @BeforeAll
    static void start() throws IOException {
        engine = new ServerEngine(BuiltEngines.need("1.34"), 1024);
        String text = Files.readString(Path.of("src/test/resources/schema/kinds.yaml"));
        Rendering.RenderedFile file = new Rendering.RenderedFile("kinds.yaml", text, OriginMap.none());
        kinds = new ManifestReader()
                .read(new Rendering(List.of(file), List.of()))
                .resources();
    }

    @AfterAll
    static void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    @ParameterizedTest(name = "{0} {1} = {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # kind/name                | path                                       | new value          | fault, or ok
            Deployment/web             | /spec/replicas                             | 3                  | ok
            Deployment/web             | /spec/template/spec/containers/0/image     | "b:2"              | ok
            Deployment/web             | /spec/selector/matchLabels/app             | "other"            | spec.selector
            StatefulSet/db             | /spec/replicas                             | 3                  | ok
            StatefulSet/db             | /spec/template/spec/containers/0/image     | "b:2"              | ok
            StatefulSet/db             | /spec/serviceName                          | "other"            | spec
            StatefulSet/db             | /spec/podManagementPolicy                  | "Parallel"         | spec
            StatefulSet/db             | /spec/volumeClaimTemplates/0/spec/resources/requests/storage | "2Gi" | spec
            StatefulSet/db             | /spec/persistentVolumeClaimRetentionPolicy/whenScaled | "Retain" | ok
            DaemonSet/agent            | /spec/selector/matchLabels/app             | "other"            | spec.selector
            DaemonSet/agent            | /spec/template/spec/containers/0/image     | "b:2"              | ok
            Job/migrate                | /spec/template/spec/containers/0/image     | "b:2"              | spec.template
            Job/migrate                | /spec/completions                          | 5                  | spec.completions
            Job/migrate                | /spec/backoffLimit                         | 5                  | ok
            Job/migrate                | /spec/parallelism                          | 3                  | ok
            Job/migrate                | /spec/completionMode                       | "NonIndexed"       | spec.completionMode
            CronJob/nightly            | /spec/jobTemplate/spec/template/spec/containers/0/image | "b:2" | ok
            Pod/full                   | /spec/containers/0/image                   | "b:2"              | ok
            Pod/full                   | /spec/containers/0/workingDir              | "/other"           | spec
            Service/web                | /spec/ports/0/port                         | 81                 | ok
            Service/web                | /spec/type                                 | "ClusterIP"        | ok
            Service/headless           | /spec/clusterIP                            | "10.96.0.5"        | spec.clusterIPs[0]
            Service/headless           | /spec/clusterIP                            | null               | ok
            Service/balanced           | /spec/loadBalancerClass                    | "example.com/b"    | spec.loadBalancerClass
            PersistentVolumeClaim/data | /spec/resources/requests/storage           | "9Gi"              | ok
            PersistentVolumeClaim/data | /spec/resources/requests/storage           | "1Gi"              | spec.resources.requests.storage
            PersistentVolumeClaim/data | /spec/storageClassName                     | "other"            | spec
            PersistentVolumeClaim/data | /spec/accessModes/0                        | "ReadWriteMany"    | spec
            PersistentVolume/disk      | /spec/local/path                           | "/mnt/other"       | spec.persistentvolumesource
            StorageClass/fast          | /provisioner                               | "other.io/x"       | provisioner
            StorageClass/fast          | /parameters/type                           | "hdd"              | parameters
            StorageClass/fast          | /reclaimPolicy                             | "Retain"           | reclaimPolicy
            StorageClass/fast          | /volumeBindingMode                         | "Immediate"        | volumeBindingMode
            StorageClass/fast          | /allowVolumeExpansion                      | false              | ok
            RoleBinding/reader         | /roleRef/name                              | "writer"           | roleRef
            ClusterRoleBinding/reader  | /roleRef/name                              | "writer"           | roleRef
            RoleBinding/reader         | /subjects/0/name                           | "other"            | ok
            Secret/tls                 | /type                                      | "Opaque"           | type
            ConfigMap/settings         | /data/a.yaml                               | "c: d"             | ok
            IngressClass/nginx         | /spec/controller                           | "example.com/c"    | spec.controller
            PriorityClass/high         | /value                                     | 2000               | value
            PriorityClass/high         | /preemptionPolicy                          | "PreemptLowerPriority" | preemptionPolicy
            RuntimeClass/gvisor        | /handler                                   | "kata"             | handler
            CSIDriver/csi.example.com  | /spec/attachRequired                       | false              | spec.attachedRequired
            VolumeAttributesClass/gold | /parameters/iops                           | "2000"             | parameters
            PodDisruptionBudget/web    | /spec/maxUnavailable                       | 1                  | ok
            Ingress/web                | /spec/rules/0/host                         | "b.example.com"    | ok
            ResourceQuota/quota        | /spec/scopes                               | ["Terminating"]    | spec.scopes
            CustomResourceDefinition/things.example.com | /spec/scope               | "Cluster"          | spec.scope
            CustomResourceDefinition/things.example.com | /spec/names/kind          | "Other"            | spec.names.kind
            CustomResourceDefinition/things.example.com | /spec/versions/0/name     | "v2"               | status.storedVersions[0]
            """)
    void theServerSaysWhichFieldsMayChange(String object, String path, String value, String expected) throws Exception {
        Resource old = kinds.stream()
                .filter(resource -> (resource.id().kind() + "/" + resource.id().name()).equals(object))
                .findFirst()
                .orElseThrow();
        JsonNode changed = JSON.readTree(old.json());
        set(changed, path, JSON.readTree(value));
        Question question = Question.update("default", bytes(changed), old.json());
        Answer answer = java.util.Objects.requireNonNull(engine)
                .ask(List.of(question), new ServerEngine.Definitions("", List.of()))
                .getFirst();
        if (expected.equals("ok")) {
            assertThat(answer.message()).isEmpty();
            assertThat(answer.outcome()).isEqualTo(Answer.Outcome.VALID);
        } else {
            assertThat(answer.outcome()).as(answer.message()).isEqualTo(Answer.Outcome.INVALID);
            assertThat(answer.faults()).extracting(Answer.Fault::field).contains(expected);
        }
    }

    private static void set(JsonNode root, String path, JsonNode value) {
        int last = path.lastIndexOf('/');
        String key = path.substring(last + 1);
        switch (root.at(path.substring(0, last))) {
            case ObjectNode map -> map.set(key, value);
            case ArrayNode list -> list.set(Integer.parseInt(key), value);
            case JsonNode other -> throw new IllegalArgumentException("nothing at " + path + ": " + other);
        }
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
