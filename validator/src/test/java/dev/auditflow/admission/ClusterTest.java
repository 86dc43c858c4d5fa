package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.auditflow.cli.FrontDoor;
import dev.auditflow.cli.Launched;
import dev.auditflow.host.Command;
import dev.auditflow.lab.Lab;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The webhook on a real API server: installed by Helm from its chart, running as a process behind {@code url}, with a
 * certificate of its own. The tests go through its life in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterTest {
    /** The control plane's restarts, 4 s each. */
    private static final int RESTARTS = 20;

    /** As many as every ten seconds for three minutes. */
    private static final int RENEWALS = 18;

    /**
     * How long a certificate and its authority live: renewed at two thirds, so every four seconds. Set the property to {@code PT15S} for
     * every ten.
     */
    private static final String LIFETIME = System.getProperty("auditflow.test.certificate-lifetime", "PT6S");

    /** Between two calls of one caller, so that a busy machine still keeps the webhook's three seconds. */
    private static final int PAUSE_MILLIS = 10;

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path CHART = Path.of("../charts/auditflow-validator").toAbsolutePath();
    private static final String MANAGED = "auditflow-system/gate-tls";

    @TempDir
    static Path folder;

    private static Lab lab;
    private static Webhook webhook;
    private static int port;

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(Command.find("helm").isPresent(), "install helm on the PATH to run this test");
        lab = Lab.start(Files.createDirectories(folder.resolve("lab")));
        for (String namespace : List.of("shop", "auditflow-system")) {
            lab.send("POST", "/api/v1/namespaces", "application/json", """
                    {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"}}""".formatted(namespace));
            account(namespace, "default");
        }
        account("shop", "web");
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        helm(
                "upgrade",
                "--install",
                "gate",
                CHART.toString(),
                "--namespace",
                "auditflow-system",
                "--set",
                "webhook.url=https://127.0.0.1:" + port);
        writeAccount();
        webhook = serve();
    }

    /** A kubeconfig with no rights but those that the chart gives. */
    private static void writeAccount() throws Exception {
        Lab.Response made = lab.send(
                "POST",
                "/api/v1/namespaces/auditflow-system/serviceaccounts/gate/token",
                "application/json",
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{\"expirationSeconds\":36000}}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String token = YAML.readTree(made.body()).at("/status/token").asText();
        Files.writeString(
                folder.resolve("account"),
                Files.readString(lab.kubeconfig()).replaceFirst("token: [^}]+", "token: " + token));
    }

    @AfterAll
    static void stop() {
        if (webhook != null) {
            webhook.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @Order(1)
    void itRegistersItsAuthorityAndIsReady() throws Exception {
        Await.until(() -> webhook.status("/readyz") == 200);
        assertThat(webhook.get("/readyz")).contains("[+] certificate: good until");
    }

    /** It runs with these rights in all of this class, so they are enough; and they are for its certificate alone. */
    @Test
    @Order(1)
    void itsAccountMayReadAndWriteItsOwnCertificateAndNothingElse() throws Exception {
        for (String verb : List.of("get", "update")) {
            assertThat(may(verb, "", "secrets", "auditflow-system", "gate-tls")).isTrue();
            assertThat(may(verb, "admissionregistration.k8s.io", "validatingwebhookconfigurations", "", "gate"))
                    .isTrue();
            assertThat(may(verb, "", "secrets", "auditflow-system", "other")).isFalse();
            assertThat(may(verb, "", "secrets", "shop", "gate-tls")).isFalse();
            assertThat(may(verb, "admissionregistration.k8s.io", "validatingwebhookconfigurations", "", "other"))
                    .isFalse();
        }
        for (String verb : List.of("list", "watch", "create", "delete", "patch")) {
            for (String resource : List.of("secrets", "pods", "configmaps", "namespaces", "nodes")) {
                assertThat(may(verb, "", resource, "auditflow-system", ""))
                        .as(verb + " " + resource)
                        .isFalse();
            }
            assertThat(may(verb, "admissionregistration.k8s.io", "validatingwebhookconfigurations", "", "gate"))
                    .isFalse();
        }
        assertThat(may("*", "*", "*", "", "")).isFalse();
    }

    private static boolean may(String verb, String group, String resource, String namespace, String name)
            throws Exception {
        ObjectNode review = YAML.createObjectNode();
        ObjectNode spec = review.putObject("spec");
        spec.put("user", "system:serviceaccount:auditflow-system:gate");
        spec.putArray("groups")
                .add("system:serviceaccounts")
                .add("system:serviceaccounts:auditflow-system")
                .add("system:authenticated");
        spec.putObject("resourceAttributes")
                .put("verb", verb)
                .put("group", group)
                .put("resource", resource)
                .put("namespace", namespace)
                .put("name", name);
        Lab.Response answer = lab.send(
                "POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", "application/json", review.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return YAML.readTree(answer.body()).at("/status/allowed").asBoolean();
    }

    @Test
    @Order(2)
    void aBadObjectIsDeniedWithRuleAndPath() throws Exception {
        Lab.Response bad = create("shop", Review.BAD_POD);
        assertThat(bad.status()).isEqualTo(403);
        assertThat(bad.body())
                .contains(
                        "admission webhook \\\"gate.auditflow.dev\\\" denied the request: Pod shop/web has 1 finding:")
                .contains("AF307 spec.containers[0].image")
                .contains("auditflow admit -n shop FILE");
    }

    @Test
    @Order(3)
    void aGoodObjectIsCreatedUpdatedAndDeleted() throws Exception {
        assertThat(create("shop", Review.GOOD_POD).status()).isEqualTo(201);
        String pod = "/api/v1/namespaces/shop/pods/web";
        Lab.Response bad = lab.send("PATCH", pod, "application/strategic-merge-patch+json", """
                {"spec":{"containers":[{"name":"web","image":"registry.example.com/web:latest"}]}}""");
        assertThat(bad.body()).contains("AF307");
        Lab.Response good = lab.send("PATCH", pod, "application/merge-patch+json", """
                {"metadata":{"labels":{"tier":"front"}}}""");
        assertThat(good.status()).isEqualTo(200);
        Lab.Response debug =
                lab.send("PATCH", pod + "/ephemeralcontainers", "application/strategic-merge-patch+json", """
                {"spec":{"ephemeralContainers":[{"name":"debug","image":"busybox"}]}}""");
        assertThat(debug.status()).as(debug.body()).isEqualTo(403);
        assertThat(lab.send("DELETE", pod + "?gracePeriodSeconds=0", "application/json", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Order(4)
    void aDryRunOfTheServerIsJudgedAndChangesNothing() throws Exception {
        assertThat(post("/api/v1/namespaces/shop/pods?dryRun=All", Review.BAD_POD)
                        .status())
                .isEqualTo(403);
        assertThat(post("/api/v1/namespaces/shop/pods?dryRun=All", Review.GOOD_POD)
                        .status())
                .isEqualTo(201);
        assertThat(lab.send("GET", "/api/v1/namespaces/shop/pods/web", "application/json", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    @Order(5)
    void exemptNamespacesAndTheControlPlaneAreLeftAlone() throws Exception {
        account("kube-system", "default");
        String bad = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: x}]}}";
        assertThat(create("kube-system", bad).status()).isEqualTo(201);
        assertThat(create("auditflow-system", bad).status()).isEqualTo(201);
        assertThat(create("shop", bad).status()).isEqualTo(403);
    }

    @Test
    @Order(6)
    void everyVerdictIsTheCommandLines() throws Exception {
        List<Corpus.Entry> corpus = Corpus.in("shop");
        StringBuilder all = new StringBuilder();
        corpus.forEach(entry -> all.append("---\n").append(entry.object()).append('\n'));
        Files.writeString(folder.resolve("objects.yaml"), all);
        Launched offline = Launched.run(folder, Map.of(), "admit", "-n", "shop", "-o", "json", "objects.yaml");
        List<String> lines = offline.out().lines().toList();
        assertThat(lines).as(offline.err()).hasSameSizeAs(corpus);
        List<String> differences = new ArrayList<>();
        int denied = 0;
        int allowed = 0;
        for (int i = 0; i < corpus.size(); i++) {
            Corpus.Entry entry = corpus.get(i);
            Lab.Response response = lab.send(
                    "POST",
                    entry.path() + "?dryRun=All",
                    "application/json",
                    entry.object().toString());
            boolean refused = response.body().contains("denied the request");
            boolean expected =
                    !YAML.readTree(lines.get(i)).at("/response/allowed").asBoolean();
            // What the server refuses for reasons of its own was not judged.
            boolean judged = refused || response.status() < 300;
            denied += refused ? 1 : 0;
            allowed += judged && !refused ? 1 : 0;
            if (judged && refused != expected) {
                differences.add(entry.name() + ": " + response.body());
            }
        }
        assertThat(differences).isEmpty();
        assertThat(denied).isGreaterThan(30);
        assertThat(allowed).isGreaterThan(30);
    }

    @Test
    @Order(7)
    void theChartWithABundleInTheClusterIsAdmittedByTheGateItself() throws Exception {
        Files.writeString(folder.resolve("some.yaml"), "version: 1\npolicies: {rules: {AF307: warn}}\n");
        auditflow("keys", "generate", path("bundle"));
        auditflow("bundle", "build", "-c", path("some.yaml"), "-o", path("policies.zip"), "--sign", path("bundle.key"));
        lab.send("POST", "/api/v1/namespaces", "application/json", """
                {"metadata":{"name":"tools"}}""");
        ObjectNode map = YAML.createObjectNode();
        map.putObject("metadata").put("name", "policies");
        ObjectNode data = map.putObject("binaryData");
        for (String file : List.of("policies.zip", "policies.zip.sig")) {
            data.put(file, Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve(file))));
        }
        Lab.Response kept = lab.send("POST", "/api/v1/namespaces/tools/configmaps", "application/json", map.toString());
        assertThat(kept.status()).as(kept.body()).isEqualTo(201);
        helm(
                "upgrade",
                "--install",
                "two",
                CHART.toString(),
                "--namespace",
                "tools",
                "--set",
                "bundle.configMap=policies,webhook.failurePolicy=Ignore,webhook.url=https://127.0.0.1:" + port,
                "--set-file",
                "bundle.publicKey=" + path("bundle.pub"));
        assertThat(webhook.decisions())
                .as("the gate was asked")
                .contains("\"namespace\":\"tools\"")
                .contains("\"kind\":\"Deployment\"");
        // What the pod would see: the volume's files where the arguments name them.
        JsonNode pod = YAML.readTree(
                        lab.send("GET", "/apis/apps/v1/namespaces/tools/deployments/two", "application/json", "")
                                .body())
                .at("/spec/template/spec");
        assertThat(pod.at("/containers/0/args").toString())
                .contains("--bundle=/etc/auditflow-bundle/policies.zip", "--bundle-key=/etc/auditflow/bundle.pub");
        assertThat(pod.path("volumes").toString())
                .contains("{\"name\":\"bundle\",\"configMap\":{\"name\":\"policies\"");
        Path mount = Files.createDirectories(folder.resolve("mount"));
        JsonNode there =
                YAML.readTree(lab.send("GET", "/api/v1/namespaces/tools/configmaps/policies", "application/json", "")
                        .body());
        for (String file : List.of("policies.zip", "policies.zip.sig")) {
            Files.write(mount.resolve(file), there.path("binaryData").path(file).binaryValue());
        }
        Files.writeString(folder.resolve("bad.yaml"), Review.BAD_POD);
        FrontDoor.Result admitted = FrontDoor.run(
                "admit",
                path("bad.yaml"),
                "--bundle",
                mount.resolve("policies.zip").toString(),
                "--bundle-key",
                path("bundle.pub"));
        assertThat(admitted.exitCode()).as(admitted.text()).isZero();
        assertThat(admitted.output()).contains("warning AF307");
        helm("uninstall", "two", "--namespace", "tools");
    }

    @Test
    @Order(8)
    void certificatesAreRenewedUnderLoadAndNoRequestFails(TestReporter reporter) throws Exception {
        webhook.close();
        webhook = serve("--authority-lifetime", LIFETIME, "--certificate-lifetime", LIFETIME, "--tls-check", "PT0.5S");
        Await.until(() -> webhook.status("/readyz") == 200);
        AtomicBoolean enough = new AtomicBoolean();
        List<Lab.Response> answers = new ArrayList<>();
        Instant start = Instant.now();
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            List<Future<List<Lab.Response>>> callers =
                    List.of(pool.submit(() -> calls(enough)), pool.submit(() -> calls(enough)));
            String last = certificate();
            for (int renewed = 0; renewed < RENEWALS; renewed++) {
                String before = last;
                Await.until(() -> !certificate().equals(before));
                last = certificate();
            }
            enough.set(true);
            for (Future<List<Lab.Response>> caller : callers) {
                answers.addAll(caller.get());
            }
        } finally {
            enough.set(true);
        }
        assertThat(answers).hasSizeGreaterThan(RENEWALS).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.body()).isEqualTo(403);
            assertThat(answer.body()).contains("denied the request");
        });
        reporter.publishEntry("%d certificates, %d requests, none failed, %d s"
                .formatted(
                        RENEWALS,
                        answers.size(),
                        Duration.between(start, Instant.now()).toSeconds()));
    }

    /** What readiness tells of the certificate that is shown: it names its end. */
    private static String certificate() throws Exception {
        return webhook.get("/readyz")
                .lines()
                .filter(line -> line.contains("certificate"))
                .findFirst()
                .orElseThrow();
    }

    /** An upgrade by a tool that puts the chart's own text in its place, for example. */
    @Test
    @Order(9)
    void anAuthorityThatSomebodyTookOutIsRegisteredAgain() throws Exception {
        String configuration = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/gate";
        Lab.Response taken = lab.send("PATCH", configuration, "application/json-patch+json", """
                [{"op": "remove", "path": "/webhooks/0/clientConfig/caBundle"}]""");
        assertThat(taken.status()).as(taken.body()).isEqualTo(200);
        Await.until(() ->
                lab.send("GET", configuration, "application/json", "").body().contains("caBundle"));
        Await.until(() ->
                post("/api/v1/namespaces/shop/pods?dryRun=All", Review.BAD_POD).status() == 403);
    }

    @Test
    @Order(10)
    void killedAtEachStepItLetsNothingInAndComesBack() throws Exception {
        for (Step step : Step.values()) {
            webhook.close();
            webhook = serve(
                    "--authority-lifetime", LIFETIME, "--certificate-lifetime", LIFETIME, "--tls-check", "PT0.5S");
            Await.until(() -> webhook.status("/readyz") == 200);
            AtomicBoolean enough = new AtomicBoolean();
            try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
                List<Future<List<Lab.Response>>> callers =
                        List.of(pool.submit(() -> calls(enough)), pool.submit(() -> calls(enough)));
                step(step);
                webhook.process().destroyForcibly().waitFor();
                Lab.Response dead = create("shop", Review.BAD_POD);
                assertThat(dead.status()).as(dead.body()).isEqualTo(500);
                enough.set(true);
                for (Future<List<Lab.Response>> caller : callers) {
                    assertThat(caller.get())
                            .as("killed while it is " + step)
                            .isNotEmpty()
                            .allSatisfy(response -> assertThat(response.body())
                                    .containsAnyOf("denied the request", "failed calling webhook"));
                }
            }
        }
        webhook = serve();
        Await.until(() -> create("shop", Review.BAD_POD).status() == 403);
    }

    private enum Step {
        JUDGING,
        RELOADING,
        RENEWING,
        ENDING
    }

    private static void step(Step step) throws Exception {
        switch (step) {
            case JUDGING -> Await.until(() -> !webhook.decisions().isEmpty());
            case RELOADING -> Files.writeString(folder.resolve("auditflow.yaml"), "version: 1\nreleases: []\n");
            case RENEWING -> {
                String shown = webhook.get("/readyz");
                Await.until(() -> !webhook.get("/readyz").equals(shown));
            }
            case ENDING -> webhook.process().destroy();
        }
    }

    private static List<Lab.Response> calls(AtomicBoolean enough) throws Exception {
        List<Lab.Response> responses = new ArrayList<>();
        while (!enough.get()) {
            responses.add(post("/api/v1/namespaces/shop/pods?dryRun=All", Review.BAD_POD));
            Thread.sleep(PAUSE_MILLIS);
        }
        return responses;
    }

    @Test
    @Order(11)
    void theWebhookOutlivesAnEtcdThatStops() throws Exception {
        lab.kill("etcd");
        Await.until(
                () -> lab.send("GET", "/readyz/etcd", "application/json", "").status() == 500);
        assertThat(webhook.status("/readyz")).as("it judges without a cluster").isEqualTo(200);
        lab.revive("etcd");
        Lab.Response bad = post("/api/v1/namespaces/shop/pods?dryRun=All", Review.BAD_POD);
        assertThat(bad.body()).contains("denied the request");
        assertThat(webhook.status("/readyz")).isEqualTo(200);
    }

    @Test
    @Order(12)
    void aClusterWhoseWebhookIsDeadComesBackAlone() throws Exception {
        webhook.process().destroyForcibly().waitFor();
        for (int i = 0; i < RESTARTS; i++) {
            lab.restart();
            String bad =
                    "{apiVersion: v1, kind: Pod, metadata: {generateName: p-}, spec: {containers: [{name: c, image: x}]}}";
            assertThat(create("kube-system", bad).status())
                    .as("what K3s needs to start")
                    .isEqualTo(201);
            assertThat(create("auditflow-system", bad).status())
                    .as("the webhook's own pods")
                    .isEqualTo(201);
            assertThat(post(
                                    "/api/v1/nodes",
                                    "{apiVersion: v1, kind: Node, metadata: {generateName: n-, name: n%d}}"
                                            .formatted(i))
                            .status())
                    .isEqualTo(201);
            assertThat(post(
                                    "/apis/coordination.k8s.io/v1/namespaces/shop/leases",
                                    "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: l%d}}"
                                            .formatted(i))
                            .status())
                    .isEqualTo(201);
            Lab.Response unjudged = create("shop", Review.GOOD_POD);
            assertThat(unjudged.status())
                    .as("nothing gets in that was not judged")
                    .isEqualTo(500);
            assertThat(unjudged.body()).contains("failed calling webhook");
        }
        webhook = serve();
        Await.until(() -> create("shop", Review.GOOD_POD).status() == 201);
    }

    @Test
    @Order(13)
    void uninstallingLeavesNothing() throws Exception {
        helm("uninstall", "gate", "--namespace", "auditflow-system");
        for (String path : List.of(
                "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
                "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                "/apis/rbac.authorization.k8s.io/v1/roles",
                "/api/v1/secrets",
                "/api/v1/configmaps",
                "/apis/apps/v1/deployments")) {
            String left = lab.send(
                            "GET", path + "?labelSelector=app.kubernetes.io/instance%3Dgate", "application/json", "")
                    .body();
            assertThat(YAML.readTree(left).path("items")).as(path).isEmpty();
        }
        assertThat(create("shop", Review.BAD_POD.replace("name: web\n  namespace", "name: other\n  namespace"))
                        .status())
                .isEqualTo(201);
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static void auditflow(String... arguments) {
        FrontDoor.Result result = FrontDoor.run(arguments);
        assertThat(result.exitCode()).as(result.text()).isZero();
    }

    private static Webhook serve(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--port",
                Integer.toString(port),
                "--tls-managed",
                MANAGED,
                "--webhook-configuration",
                "gate",
                "--tls-host",
                "127.0.0.1"));
        arguments.addAll(List.of(more));
        Map<String, String> environment = Map.of("KUBECONFIG", path("account"));
        return Webhook.start(folder, environment, arguments.toArray(String[]::new));
    }

    private static Lab.Response create(String namespace, String yaml) throws Exception {
        return post("/api/v1/namespaces/" + namespace + "/pods", yaml);
    }

    private static Lab.Response post(String path, String yaml) throws Exception {
        ObjectNode object = (ObjectNode) YAML.readTree(yaml);
        if (path.contains("/namespaces/")) {
            ((ObjectNode) object.path("metadata"))
                    .put("namespace", path.split("/namespaces/", 2)[1].split("/", 2)[0]);
        }
        return lab.send("POST", path, "application/json", object.toString());
    }

    private static void account(String namespace, String name) throws IOException, InterruptedException {
        lab.send("POST", "/api/v1/namespaces/" + namespace + "/serviceaccounts", "application/json", """
                {"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"%s"}}""".formatted(
                        name));
    }

    private static void helm(String... arguments) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("helm"));
        argv.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", lab.kubeconfig().toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
