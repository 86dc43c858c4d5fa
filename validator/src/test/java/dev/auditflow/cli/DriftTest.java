package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.auditflow.host.Command;
import dev.auditflow.lab.Lab;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people and controllers do to a promoted release in a real API server, and what is seen and repaired of it. The tests are one
 * story: each goes on from the one before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DriftTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STORE = "/apis/apps/v1/namespaces/dev/deployments/platform-audit-event-store";
    private static final String SETTINGS = "/api/v1/namespaces/dev/configmaps/platform-audit-event-generator";
    private static final String MERGE = "application/strategic-merge-patch+json";
    private static final String PATCH = "application/json-patch+json";

    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
    private static final String NONE_ADDED =
            "auditflow_drift{release=\"platform\",environment=\"dev\",kind=\"added\"} 0";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path VALIDATOR = Path.of("../charts/auditflow-validator");

    private static final String REPORT =
            "/apis/wgpolicyk8s.io/v1alpha2/namespaces/dev/policyreports/auditflow-drift.platform";
    private static final String REPORT_DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: policyreports.wgpolicyk8s.io
              annotations: {api-approved.kubernetes.io: unapproved}
            spec:
              group: wgpolicyk8s.io
              scope: Namespaced
              names: {kind: PolicyReport, plural: policyreports}
              versions:
                - name: v1alpha2
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;

    private DeployBench bench;

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        bench = new DeployBench(folder);
        bench.attest();
    }

    @AfterAll
    void end() {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    @Order(10)
    void whatWasNeverPromotedCannotBeTold() {
        FrontDoor.Result result = drift("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(3);
        assertThat(result.output())
                .contains("Nothing of platform was promoted to dev", "ERROR  no drift in what was seen");
        FrontDoor.Result diff = diff("dev");
        assertThat(diff.exitCode()).as(diff.text()).isEqualTo(1);
        assertThat(diff.output()).contains("against nothing, for it is not installed", "platform-audit-event-store");
    }

    @Test
    @Order(20)
    void whatWasPromotedHasNoDrift() {
        DeployBench.ok(bench.promote("dev"));
        FrontDoor.Result result = drift("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .contains("should run: revision 1, sha256:", "by the promotion of ann", "is signed by the key ")
                .contains("PASS  no drift");
        FrontDoor.Result diff = diff("dev");
        assertThat(diff.exitCode()).as(diff.text()).isZero();
    }

    @Test
    @Order(25)
    void anAttestationThatDoesNotHoldIsNoBasis() throws Exception {
        assertThat(drift("dev", "--key", bench.folder.resolve("approver.pub").toString()))
                .satisfies(result -> assertThat(result.exitCode()).isEqualTo(3))
                .satisfies(result ->
                        assertThat(result.output()).contains("and no trusted key signed it; promote it again"));
        Matcher attestation = Pattern.compile("its attestation (sha256:[0-9a-f]{64})")
                .matcher(drift("dev").output());
        assertThat(attestation.find()).isTrue();
        Path revoked = bench.folder.resolve("revoked.txt");
        Files.writeString(revoked, attestation.group(1) + " the image is bad\n");
        FrontDoor.Result result = drift("dev", "--revoked", revoked.toString());
        assertThat(result.exitCode()).as(result.text()).isEqualTo(3);
        assertThat(result.output()).contains("it is revoked", "the image is bad");
        FrontDoor.Result moved =
                drift("dev", "--attestations", bench.folder.resolve("none").toString());
        assertThat(moved.exitCode()).as(moved.text()).isZero();
        assertThat(moved.output()).contains("is not at hand, so the ledger and Helm's storage alone say so");
    }

    @Test
    @Order(30)
    void editsAreSeenWithTheirFieldAndAuthor() throws Exception {
        sent(
                "PATCH",
                STORE + "/scale?fieldManager=kubectl",
                "application/merge-patch+json",
                "{\"spec\":{\"replicas\":3}}");
        sent("PATCH", STORE + "?fieldManager=kubectl-edit", MERGE, """
                {"spec":{"template":{"spec":{"terminationGracePeriodSeconds":5,
                "containers":[{"name":"server","image":"evil.example/store:1"},{"name":"miner","image":"evil.example/miner:1"}]}}}}""");
        sent(
                "PATCH",
                STORE + "?fieldManager=kubectl-annotate",
                MERGE,
                "{\"metadata\":{\"annotations\":{\"note\":\"hand-made\"}}}");
        sent("PATCH", SETTINGS + "?fieldManager=kubectl-patch", PATCH, """
                [{"op":"remove","path":"/data/AUDIT_GENERATOR_EVENTS_PER_SECOND"},
                 {"op":"add","path":"/data/API_PASSWORD","value":"hunter2"}]""");
        sent("DELETE", "/api/v1/namespaces/dev/services/platform-audit-event-store", "application/json", "");
        FrontDoor.Result result = drift("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains(
                        "changed   Deployment/platform-audit-event-store spec.replicas: 1 expected, 3 found; by kubectl")
                .contains("spec.template.spec.terminationGracePeriodSeconds")
                .containsPattern("spec.template.spec.containers\\[server\\].image: \"ghcr.io/.*\" expected, "
                        + "\"evil.example/store:1\" found; by kubectl-edit at ")
                .contains(
                        "added     Deployment/platform-audit-event-store spec.template.spec.containers[miner]: nothing expected")
                .contains("metadata.annotations.note: nothing expected, \"hand-made\" found; by kubectl-annotate at ")
                .contains(
                        "missing   ConfigMap/platform-audit-event-generator data.AUDIT_GENERATOR_EVENTS_PER_SECOND: \"1\" expected, nothing found")
                .containsPattern(
                        "added     ConfigMap/platform-audit-event-generator data.API_PASSWORD: nothing expected, \"<secret [0-9a-f]{8}>\"")
                .contains("gone      Service/platform-audit-event-store: it is not there")
                .contains("FAIL  8 differences")
                .doesNotContain("hunter2", "deployment.kubernetes.io/revision", "imagePullPolicy:");
    }

    @Test
    @Order(40)
    void everyFormSaysTheSame() throws Exception {
        List<Path> files = new ArrayList<>();
        List<String> flags = new ArrayList<>();
        for (String form : List.of("json", "policyreport", "prometheus", "html")) {
            files.add(bench.folder.resolve("drift." + form));
            flags.addAll(List.of("-o", form + "=" + files.getLast()));
        }
        assertThat(drift("dev", flags.toArray(String[]::new)).exitCode()).isEqualTo(1);
        JsonNode json = JSON.readTree(files.get(0).toFile());
        assertThat(json.path("releases").get(0).path("drifts")).hasSize(8);
        assertThat(json.toString()).contains("\"manager\":\"kubectl-annotate\"").doesNotContain("hunter2");
        JsonNode report = JSON.readTree(files.get(1).toFile()).path("items").get(0);
        assertThat(report.path("summary").path("fail").asInt()).isEqualTo(8);
        assertThat(report.path("results")
                        .get(0)
                        .path("resources")
                        .get(0)
                        .path("name")
                        .asText())
                .startsWith("platform-");
        assertThat(Files.readString(files.get(2)))
                .contains("auditflow_drift{release=\"platform\",environment=\"dev\",kind=\"gone\"} 1")
                .contains("auditflow_drift{release=\"platform\",environment=\"dev\",kind=\"missing\"} 1");
        assertThat(Files.readString(files.get(3)))
                .contains("<td>kubectl-annotate</td>", "default-src &#39;none&#39;".replace("&#39;", "'"))
                .doesNotContain("hunter2", "<script", "http://", "https://");
    }

    @Test
    @Order(50)
    void fixPutsBackWhatDriftedAndNothingElse() throws Exception {
        String other = "/apis/apps/v1/namespaces/dev/deployments/platform-audit-event-generator";
        sent(
                "PATCH",
                STORE + "?fieldManager=kube-controller-manager",
                MERGE,
                "{\"metadata\":{\"annotations\":{\"controller/note\":\"mine\"}}}");
        String generation = bench.get(other).path("metadata").path("generation").asText();
        FrontDoor.Result result = drift("dev", "--fix");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .contains("repaired  Deployment/platform-audit-event-store spec.replicas (changed by kubectl)")
                .contains("repaired  Service/platform-audit-event-store (gone)", "PASS  no drift");
        JsonNode store = bench.get(STORE);
        assertThat(store.path("spec").path("replicas").asInt()).isEqualTo(1);
        assertThat(store.path("spec").path("template").path("spec").path("containers"))
                .hasSize(1);
        assertThat(store.path("metadata")
                        .path("annotations")
                        .path("controller/note")
                        .asText())
                .isEqualTo("mine");
        assertThat(bench.get(SETTINGS).path("data").has("API_PASSWORD")).isFalse();
        assertThat(bench.get(other).path("metadata").path("generation").asText())
                .isEqualTo(generation);
        assertThat(bench.by("history", "dev").output()).contains("repair");
        assertThat(bench.by("status", "dev").output()).contains("revision 1, deployed", "last promote: passed");
        assertThat(drift("dev").exitCode()).isZero();
    }

    @Test
    @Order(60)
    void whatControllersOwnIsLeftToThem() throws Exception {
        sent("POST", "/apis/autoscaling/v2/namespaces/dev/horizontalpodautoscalers", "application/json", """
                {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"store"},"spec":{"minReplicas":1,
                "maxReplicas":5,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"platform-audit-event-store"}}}""");
        sent(
                "PATCH",
                STORE + "/scale?fieldManager=kube-controller-manager",
                "application/merge-patch+json",
                "{\"spec\":{\"replicas\":2}}");
        FrontDoor.Result result = drift("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).contains("4 differences left to controllers");
        sent("DELETE", "/apis/autoscaling/v2/namespaces/dev/horizontalpodautoscalers/store", "application/json", "");
        assertThat(drift("dev").exitCode()).isEqualTo(1);
        bench.configure(text -> text + """
                drift:
                  ignore:
                    - { kind: Deployment, name: platform-*, pointer: /spec/replicas, environments: [dev], reason: scaled by hand }
                    - { manager: keda-* }
                """);
        assertThat(drift("dev").exitCode()).isZero();
        sent(
                "PATCH",
                STORE + "?fieldManager=keda-operator",
                MERGE,
                "{\"metadata\":{\"annotations\":{\"keda\":\"yes\"}}}");
        assertThat(drift("dev").output()).contains("5 differences left to controllers");
        bench.configure(text -> text);
        DeployBench.ok(drift("dev", "--fix"));
    }

    @Test
    @Order(70)
    void whatHelmLeftOverIsNamed() throws Exception {
        sent("POST", "/api/v1/namespaces/dev/configmaps", "application/json", """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"old-settings","labels":{"app.kubernetes.io/managed-by":"Helm"},
                "annotations":{"meta.helm.sh/release-name":"platform","meta.helm.sh/release-namespace":"dev"}}}""");
        FrontDoor.Result result = drift("dev");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("left over ConfigMap/old-settings", "no rendering that should run has it");
        sent("DELETE", "/api/v1/namespaces/dev/configmaps/old-settings", "application/json", "");
    }

    @Test
    @Order(80)
    void aFightIsNoEdit() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread fighter = Thread.ofVirtual().start(() -> fight(over));
        try {
            while (bench.get(STORE).path("spec").path("replicas").asInt() != 4) {
                Thread.sleep(50);
            }
            FrontDoor.Result result = drift("dev", "--fix");
            assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
            assertThat(result.output())
                    .contains(
                            "stuck     Deployment/platform-audit-event-store spec.replicas was repaired 3 times and is back each time, set by fighter")
                    .contains("FAIL  1 difference");
        } finally {
            over.set(true);
            fighter.join();
        }
        DeployBench.ok(drift("dev", "--fix"));
    }

    private void fight(AtomicBoolean over) {
        try {
            while (!over.get()) {
                if (bench.get(STORE).path("spec").path("replicas").asInt() != 4) {
                    sent("PATCH", STORE + "?fieldManager=fighter", MERGE, "{\"spec\":{\"replicas\":4}}");
                }
                Thread.sleep(50);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(90)
    void aPromotionAtWorkIsWaitedFor() throws Exception {
        String path = "/apis/coordination.k8s.io/v1/namespaces/dev/leases/auditflow.platform";
        sent("PATCH", path, "application/merge-patch+json", """
                {"metadata":{"annotations":{"auditflow.dev/journal":"{\\"plan\\":\\"p\\",\\"step\\":\\"UPGRADING\\",\\"bundle\\":\\"sha256:0\\",\\"helmUntil\\":\\"2026-01-01T00:00:00Z\\"}"}},
                "spec":{"holderIdentity":"bob"}}""");
        FrontDoor.Result result = drift("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(3);
        assertThat(result.output()).contains("bob works on platform/dev@1.34 now");
        sent("PATCH", path, "application/merge-patch+json", """
                {"metadata":{"annotations":{"auditflow.dev/journal":null}},"spec":{"holderIdentity":""}}""");
    }

    @Test
    @Order(100)
    void aPromotionIsShownBeforehand() throws Exception {
        bench.edit("chart/environments/dev.yaml", text -> text.replace("eventsPerSecond: 1", "eventsPerSecond: 2"));
        FrontDoor.Result result = diff("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains("platform/dev@1.34 against revision 1", "AUDIT_GENERATOR_EVENTS_PER_SECOND", "restart");
        assertThat(diff("dev", "--fail-on", "fails").exitCode()).isZero();
        assertThat(drift("dev").exitCode())
                .as("what is in the tree is not what was promoted")
                .isZero();
    }

    @Test
    @Order(110)
    void whoMayNotLookIsTold() throws Exception {
        sent(
                "POST",
                "/api/v1/namespaces/dev/serviceaccounts",
                "application/json",
                "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"nobody\"}}");
        Path weak = kubeconfigOf("nobody");
        FrontDoor.Result result =
                bench.run("drift", "dev", "-c", bench.config.toString(), "--kubeconfig", weak.toString());
        assertThat(result.exitCode()).as(result.text()).isEqualTo(3);
        assertThat(result.output()).contains("There is no right to read /api/v1/namespaces/kube-system");
        FrontDoor.Result diff =
                bench.run("diff", "dev", "-c", bench.config.toString(), "--kubeconfig", weak.toString());
        assertThat(diff.exitCode()).isEqualTo(3);
        assertThat(diff.errors()).contains("There is no right to read");
    }

    @Test
    @Order(120)
    void anotherEnvironmentsClusterIsRefused() throws Exception {
        bench.configure(
                text -> text.replaceFirst("cluster: [0-9a-f-]+", "cluster: 00000000-0000-0000-0000-000000000000"));
        assertThat(drift("dev", "--fix").exitCode()).isEqualTo(3);
        assertThat(drift("dev", "--fix").output()).contains("This is the cluster", "nothing was changed");
        assertThat(diff("dev").exitCode()).isEqualTo(3);
        bench.configure(text -> text);
    }

    @Test
    @Order(150)
    void helmAroundTheLedgerIsNamed() throws Exception {
        Command.Result helm = Command.of(List.of(
                        "helm",
                        "upgrade",
                        "platform",
                        bench.folder.resolve("chart").toString(),
                        "--namespace",
                        "dev",
                        "--kubeconfig",
                        bench.kubeconfig(),
                        "--reuse-values",
                        "--set",
                        "audit-event-generator.config.logLevel=error"))
                .withEnvironment(Map.of("HOME", bench.folder.toString()))
                .run();
        assertThat(helm.exitCode()).as(helm.errors()).isZero();
        FrontDoor.Result result = drift("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains("revision  Helm keeps revision 2, and the ledger knows 1 as the last")
                .contains("AUDIT_GENERATOR_LOG_LEVEL: \"debug\" expected, \"error\" found; by helm at ");
        assertThat(diff("dev").output()).contains("against revision 2, which the ledger does not know");
    }

    @Test
    @Order(130)
    void theWatchHasTheRightsThatItNeedsByTheChart() throws Exception {
        install("false");
        int port = freePort();
        Process watch = watch(port, "--reports");
        try {
            awaitMetrics(
                    port,
                    text -> text.contains(NONE_ADDED)
                            && text.contains("auditflow_drift_unseen{release=\"platform\",environment=\"dev\"} 0"));
            sent(
                    "PATCH",
                    STORE + "?fieldManager=kubectl-annotate",
                    MERGE,
                    "{\"metadata\":{\"annotations\":{\"note\":\"again\"}}}");
            awaitMetrics(port, text -> text.contains(NONE_ADDED.replace("} 0", "} 1")));
            sent(
                    "POST",
                    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                    "application/yaml",
                    REPORT_DEFINITION);
            JsonNode report = bench.get(REPORT);
            for (int i = 0; i < 600 && !report.has("results"); i++) {
                Thread.sleep(100);
                report = bench.get(REPORT);
            }
            assertThat(report.at("/summary/fail").asInt()).as(report.toString()).isEqualTo(1);
            assertThat(report.at("/results/0/properties/field").asText()).isEqualTo("metadata.annotations.note");
            long time = Instant.now().getEpochSecond() + 1;
            awaitMetrics(port, text -> lookedAt(text) > time);
            assertThat(bench.get(REPORT).at("/metadata/resourceVersion"))
                    .as("it is written only when it says something else")
                    .isEqualTo(report.at("/metadata/resourceVersion"));
        } finally {
            watch.destroyForcibly().waitFor();
        }
        assertThat(Files.readString(bench.folder.resolve("watch.log")))
                .containsOnlyOnce("no PolicyReport is kept: the cluster has no CRD of wgpolicyk8s.io or openreports.io")
                .contains("no key is trusted here to tell who signed it, so the ledger and Helm's storage alone say so")
                .contains("metadata.annotations.note: nothing expected, \"again\" found");
    }

    private static long lookedAt(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith("auditflow_drift_looked_at_timestamp_seconds{"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }

    @Test
    @Order(140)
    void theWatchRepairsIfTheChartSaysSo() throws Exception {
        install("true");
        int port = freePort();
        Process watch = watch(port, "--fix", "--reports");
        try {
            awaitMetrics(port, text -> text.contains(NONE_ADDED));
            JsonNode report = bench.get(REPORT);
            assertThat(report.at("/summary/fail").asInt(1))
                    .as(report.toString())
                    .isZero();
            assertThat(bench.get(STORE).path("metadata").path("annotations").has("note"))
                    .isFalse();
        } finally {
            watch.destroyForcibly().waitFor();
        }
        assertThat(Files.readString(bench.folder.resolve("watch.log")))
                .contains(
                        "repaired  Deployment/platform-audit-event-store metadata.annotations.note (added by kubectl-annotate)");
    }

    /** The account, rights and configuration that the webhook's chart makes for the watch. */
    private void install(String fix) throws Exception {
        Path values = bench.folder.resolve("watch-values.yaml");
        Files.writeString(values, """
                drift: {enabled: true, environment: dev, cluster: %s, fix: %s, interval: 1s, releases: [{name: platform, namespace: dev}]}
                """.formatted(
                        bench.get("/api/v1/namespaces/kube-system")
                                .path("metadata")
                                .path("uid")
                                .asText(),
                        fix));
        FrontDoor.Result rendered = bench.run(
                "render", VALIDATOR.toString(), "--release-name", "gate", "-n", "dev", "-f", values.toString());
        assertThat(rendered.exitCode()).as(rendered.text()).isZero();
        for (String document : rendered.output().split("\n---\n", -1)) {
            JsonNode object = YAML.readTree(document);
            if (!object.path("metadata").path("name").asText().equals("gate-drift")) {
                continue;
            }
            switch (object.path("kind").asText()) {
                case "ServiceAccount" -> apply("/api/v1/namespaces/dev/serviceaccounts", object);
                case "ClusterRole" -> apply(RBAC + "clusterroles", object);
                case "ClusterRoleBinding" -> apply(RBAC + "clusterrolebindings", object);
                case "Role" -> apply(RBAC + "namespaces/dev/roles", object);
                case "RoleBinding" -> apply(RBAC + "namespaces/dev/rolebindings", object);
                case "ConfigMap" ->
                    Files.writeString(
                            bench.folder.resolve("watch.yaml"),
                            object.path("data").path("auditflow.yaml").asText());
                default -> {}
            }
        }
    }

    private void apply(String folder, JsonNode object) throws IOException, InterruptedException {
        sent(
                "PATCH",
                folder + "/gate-drift?fieldManager=helm&force=true",
                "application/apply-patch+yaml",
                object.toString());
    }

    private Process watch(int port, String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of(
                "drift",
                "dev",
                "--watch",
                "--metrics-port",
                Integer.toString(port),
                "-c",
                bench.folder.resolve("watch.yaml").toString(),
                "--kubeconfig",
                kubeconfigOf("gate-drift").toString()));
        args.addAll(List.of(more));
        return Launched.builder(bench.folder, Map.of(), args.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(bench.folder.resolve("watch.log").toFile())
                .start();
    }

    private static void awaitMetrics(int port, Predicate<String> wanted) throws Exception {
        String text = "";
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                    .build();
            for (int i = 0; i < 600; i++) {
                try {
                    text = client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body();
                } catch (IOException e) {
                    text = String.valueOf(e.getMessage());
                }
                if (wanted.test(text)) {
                    return;
                }
                Thread.sleep(100);
            }
        }
        throw new AssertionError("the metrics stay as they are: " + text);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A kubeconfig of a service account in the release's namespace. */
    private Path kubeconfigOf(String account) throws IOException, InterruptedException {
        Lab.Response token = bench.lab.send(
                "POST",
                "/api/v1/namespaces/dev/serviceaccounts/" + account + "/token",
                "application/json",
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}");
        Path file = bench.folder.resolve("kubeconfig-" + account);
        Files.writeString(
                file,
                Files.readString(Path.of(bench.kubeconfig()))
                        .replaceFirst(
                                "user: \\{token: [^}]*}",
                                "user: {token: "
                                        + JSON.readTree(token.body())
                                                .path("status")
                                                .path("token")
                                                .asText() + "}"));
        return file;
    }

    private FrontDoor.Result drift(String environment, String... more) {
        return with("drift", environment, more);
    }

    private FrontDoor.Result diff(String environment, String... more) {
        return with("diff", environment, more);
    }

    private FrontDoor.Result with(String command, String environment, String... more) {
        List<String> args = new ArrayList<>(
                List.of(command, environment, "-c", bench.config.toString(), "--kubeconfig", bench.kubeconfig()));
        if (command.equals("drift")) {
            args.addAll(List.of("--actor", "ann"));
        }
        args.addAll(List.of(more));
        return bench.run(args.toArray(String[]::new));
    }

    private void sent(String method, String path, String type, String body) throws IOException, InterruptedException {
        Lab.Response response = bench.lab.send(method, path, type, body);
        assertThat(response.status()).as(response.body()).isBetween(200, 299);
    }
}
