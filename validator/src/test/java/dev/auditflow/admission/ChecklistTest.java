package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.admission.ApiServerJudge.Answer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kubernetes sends and expects, point by point, against the webhook as a process. */
class ChecklistTest {
    private static final String SECRET_WORD = "hunter2-correct-horse";

    @TempDir
    static Path folder;

    private static Webhook webhook;

    @BeforeAll
    static void start() throws Exception {
        webhook = Webhook.start(folder);
    }

    @AfterAll
    static void stop() {
        webhook.close();
    }

    @Test
    void aVerdictIsStatus200WhateverItIs() throws Exception {
        assertThat(webhook.review(Review.create(Review.GOOD_POD)).allowed()).isTrue();
        Answer bad = webhook.review(Review.create(Review.BAD_POD));
        assertThat(bad.allowed()).isFalse();
        assertThat(bad.code()).isEqualTo(403);
    }

    @Test
    void aDenialNamesRulePathWishAndTheOfflineCommand() throws Exception {
        Answer bad = webhook.review(Review.create(Review.BAD_POD));
        assertThat(bad.message())
                .startsWith("Pod shop/web has 1 finding:")
                .contains("AF307 spec.containers[0].image: ")
                .contains("name a tag other than latest")
                .endsWith("auditflow admit -n shop FILE");
        assertThat(bad.response().at("/status/details/causes/0/field").asText()).isEqualTo("spec.containers[0].image");
        assertThat(bad.warnings())
                .as("what is denied is not warned of too")
                .noneMatch(warning -> warning.contains("AF307"));
    }

    @Test
    void auditAnnotationsNameTheBundleAndTheVerdict() throws Exception {
        Answer bad = webhook.review(Review.create(Review.BAD_POD));
        assertThat(bad.annotation("bundle")).matches("sha256:[0-9a-f]{64}");
        assertThat(bad.annotation("verdict")).isEqualTo("deny");
        assertThat(bad.annotation("denied")).isEqualTo("AF307");
        assertThat(bad.annotation("checked")).matches("[1-9][0-9]* rules");
    }

    @Test
    void v1beta1IsEchoed() throws Exception {
        HttpResponse<byte[]> http =
                webhook.post(Review.create(Review.BAD_POD).version("v1beta1").bytes());
        assertThat(ApiServerJudge.accept(http, "v1beta1", Review.UID).allowed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2", "v1alpha1", ""})
    void anotherVersionOfTheReviewIsNoReview(String version) throws Exception {
        assertThat(webhook.post(Review.create(Review.GOOD_POD).version(version).bytes())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aDeleteHasANullObjectAndPasses() throws Exception {
        Answer answer = webhook.review(Review.delete(Review.BAD_POD));
        assertThat(answer.allowed()).isTrue();
        assertThat(answer.annotation("skipped")).isEqualTo("a DELETE brings no object to judge");
    }

    @Test
    void aDeleteCollectionHasNoNameAndPasses() throws Exception {
        Review review = Review.delete(Review.BAD_POD).with(request -> {
            request.remove("name");
            request.putNull("oldObject");
        });
        assertThat(webhook.review(review).allowed()).isTrue();
    }

    @Test
    void aConnectBringsOptionsAndPasses() throws Exception {
        Review review = Review.of(
                        "CONNECT",
                        "{apiVersion: v1, kind: PodExecOptions, stdin: true, container: web, command: [sh]}",
                        null)
                .with(request -> request.put("subResource", "exec").put("name", "web"));
        Answer answer = webhook.review(review);
        assertThat(answer.allowed()).isTrue();
        assertThat(answer.annotation("verdict")).isEqualTo("skip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scale|{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: web, namespace: shop}, spec: {replicas: 3}}",
                "eviction|{apiVersion: policy/v1, kind: Eviction, metadata: {name: web, namespace: shop}}",
                "binding|{apiVersion: v1, kind: Binding, metadata: {name: web, namespace: shop}, target: {name: node}}",
                "token|{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, metadata: {name: web, namespace: shop}}",
                "status|{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, status: {phase: Running}}"
            })
    void aSubresourceThatIsNoWholeObjectPasses(String given) throws Exception {
        String[] parts = given.split("\\|", 2);
        Review review = Review.create(parts[1]).with(request -> request.put("subResource", parts[0]));
        Answer answer = webhook.review(review);
        assertThat(answer.allowed()).isTrue();
        assertThat(answer.annotation("skipped")).contains("subresource " + parts[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ephemeralcontainers", "resize"})
    void aSubresourceThatIsTheWholePodIsJudged(String name) throws Exception {
        Review review =
                Review.update(Review.GOOD_POD, Review.BAD_POD).with(request -> request.put("subResource", name));
        assertThat(webhook.review(review).allowed()).isFalse();
    }

    @Test
    void anUpdateIsJudgedByWhatItBecomes() throws Exception {
        assertThat(webhook.review(Review.update(Review.GOOD_POD, Review.BAD_POD))
                        .allowed())
                .isFalse();
        assertThat(webhook.review(Review.update(Review.BAD_POD, Review.GOOD_POD))
                        .allowed())
                .isTrue();
    }

    @Test
    void anUpdateThatLeavesAFindingAsItWasIsWarned() throws Exception {
        String labelled = Review.BAD_POD.replace("labels: {", "labels: {tier: front, ");
        Answer answer = webhook.review(Review.update(Review.BAD_POD, labelled));
        assertThat(answer.allowed()).isTrue();
        assertThat(answer.warnings()).anyMatch(warning -> warning.startsWith("AF307 "));
    }

    @Test
    void anObjectThatIsBeingDeletedIsJudgedAllTheSame() throws Exception {
        String dying = Review.BAD_POD.replace(
                "name: web\n  namespace", "name: web\n  deletionTimestamp: \"2026-01-01T00:00:00Z\"\n  namespace");
        assertThat(webhook.review(Review.update(Review.GOOD_POD, dying)).allowed())
                .isFalse();
    }

    @Test
    void anObjectWithoutANameYetIsJudged() throws Exception {
        String generated = Review.BAD_POD.replace("  name: web\n", "  generateName: web-\n");
        Answer answer = webhook.review(Review.create(generated).with(request -> request.put("name", "")));
        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message()).contains("shop/(no name yet)");
    }

    @Test
    void aNamespaceIsNamedOnce() throws Exception {
        Review review = Review.create("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}")
                .with(request -> request.put("namespace", "shop"));
        assertThat(webhook.review(review).allowed()).isTrue();
    }

    @Test
    void aCustomResourceThatNoRuleKnowsPasses() throws Exception {
        String widget = """
                {apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: shop}, spec: {any: [1, {x: null}]}}
                """;
        assertThat(webhook.review(Review.create(widget)).allowed()).isTrue();
    }

    @Test
    void aFieldOfTheFutureChangesNothing() throws Exception {
        String future = Review.GOOD_POD + "  fieldOfKubernetes2: {nested: [true]}\n";
        assertThat(webhook.review(Review.create(future)).allowed()).isTrue();
    }

    @Test
    void aControllerIsJudgedByItsPods() throws Exception {
        String deployment = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: "web:latest"}]}
                """;
        Answer answer = webhook.review(Review.create(deployment));
        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message()).contains("AF307 spec.template.spec.containers[0].image");
    }

    @Test
    void decisionsAreByKindAndNotByRequestKind() throws Exception {
        Review review = Review.create(Review.BAD_POD)
                .with(request -> request.putObject("requestKind")
                        .put("version", "v1beta9")
                        .put("kind", "OldPod"));
        assertThat(webhook.review(review).message()).startsWith("Pod shop/web");
    }

    @Test
    void numbersBeyondDoublesKeepTheirDigits() throws Exception {
        String big =
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop, generation: 9007199254740993}}";
        assertThat(webhook.review(Review.create(big)).allowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\"}",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{}}",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"u\",\"operation\":\"EAT\"}}",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"u\",\"operation\":\"CREATE\",\"kind\":{}}}",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"u\",\"operation\":\"CREATE\",\"kind\":{},\"object\":[]}}",
                "{\"a\":1,\"a\":2}",
                "{} {}"
            })
    void whatIsNoReviewIsABadRequest(String body) throws Exception {
        HttpResponse<byte[]> response = webhook.post(body.getBytes(StandardCharsets.UTF_8));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith("The ");
    }

    @Test
    void aDuplicateKeyInAnObjectIsABadRequest() throws Exception {
        String body = new String(Review.create(Review.GOOD_POD).bytes(), StandardCharsets.UTF_8)
                .replaceFirst("\"spec\":\\{", "\"spec\":{},\"spec\":{");
        assertThat(webhook.post(body.getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void nestingOfTenThousandIsABadRequest() throws Exception {
        byte[] deep = ("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(webhook.post(deep).statusCode()).isEqualTo(400);
        assertThat(webhook.review(Review.create(Review.GOOD_POD)).allowed()).isTrue();
    }

    @Test
    void textThatIsNoUtf8IsABadRequest() throws Exception {
        byte[] body =
                Review.create(Review.GOOD_POD.replace("name: web", "name: wéb")).bytes();
        ByteArrayOutputStream latin = new ByteArrayOutputStream();
        latin.writeBytes(new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(webhook.post(latin.toByteArray()).statusCode()).isEqualTo(400);
    }

    @Test
    void anotherContentTypeIsRefused() throws Exception {
        byte[] body = Review.create(Review.GOOD_POD).bytes();
        assertThat(webhook.post(body, "Content-Type", "text/plain").statusCode())
                .isEqualTo(415);
        assertThat(webhook.post(body, "Content-Type", "application/json; charset=utf-8")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aCompressedBodyIsRefused() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Review.create(Review.GOOD_POD).bytes());
        }
        HttpResponse<byte[]> response =
                webhook.post(packed.toByteArray(), "Content-Type", "application/json", "Content-Encoding", "gzip");
        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void aBodyOfSevenMebibytesIsJudgedAndALargerOneIsRefused() throws Exception {
        int room = 7 * 1024 * 1024 - 2_000;
        Review review = Review.create("{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop}}");
        assertThat(webhook.review(review.with(request -> fill(request, room))).allowed())
                .isTrue();
        byte[] tooLarge = review.with(request -> fill(request, room + 4_000)).bytes();
        assertThat(webhook.post(tooLarge).statusCode()).isEqualTo(413);
    }

    private static void fill(ObjectNode request, int size) {
        ((ObjectNode) request.path("object")).putObject("data").put("x", "a".repeat(size));
    }

    @Test
    void aBodyWithoutALengthIsBoundedToo() throws Exception {
        try (SSLSocket socket = connect()) {
            String answer = Webhook.postInChunks(socket, 200);
            assertThat(answer).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void aBodyThatEndsEarlyHarmsNobody() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (SSLSocket socket = connect()) {
                socket.getOutputStream()
                        .write(
                                "POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"a\":"
                                        .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            }
        }
        assertThat(webhook.review(Review.create(Review.GOOD_POD)).allowed()).isTrue();
        Await.until(() -> webhook.get("/metrics").contains("auditflow_admission_running 0"));
    }

    @Test
    void aSecretGetsIntoNoLogAndNoAnswer() throws Exception {
        String secret =
                "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: shop}, stringData: {password: %s}}"
                        .formatted(SECRET_WORD);
        HttpResponse<byte[]> good = webhook.post(Review.create(secret).bytes());
        byte[] broken = new String(Review.create(secret).bytes(), StandardCharsets.UTF_8)
                .replace("\"dryRun\":false}", "\"dryRun\":" + SECRET_WORD)
                .getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> bad = webhook.post(broken);
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(new String(good.body(), StandardCharsets.UTF_8)).doesNotContain(SECRET_WORD);
        assertThat(new String(bad.body(), StandardCharsets.UTF_8)).doesNotContain(SECRET_WORD);
        webhook.review(Review.create(Review.BAD_POD));
        Await.until(() -> webhook.decisions().contains("\"kind\":\"Secret\""));
        assertThat(webhook.decisions() + webhook.said()).doesNotContain(SECRET_WORD);
    }

    @Test
    void aDryRunIsDecidedAsAnyOther() throws Exception {
        Review review = Review.create(Review.BAD_POD).with(request -> request.put("dryRun", true));
        assertThat(webhook.review(review).allowed()).isFalse();
        assertThat(webhook.get("/metrics")).contains("dry_run=\"true\"");
    }

    @Test
    void theDecisionLogNamesUserVerdictRulesAndBundle() throws Exception {
        Answer answer = webhook.review(Review.create(Review.BAD_POD));
        String id = answer.annotation("decision");
        Await.until(() -> webhook.decisions().contains(id));
        String line = webhook.decisions()
                .lines()
                .filter(some -> some.contains(id))
                .findFirst()
                .orElseThrow();
        assertThat(line)
                .contains("\"user\":\"admin\"")
                .contains("\"verdict\":\"deny\"")
                .contains("\"denied\":[\"AF307 spec.containers[0].image\"]")
                .contains(answer.annotation("bundle"))
                .contains("\"microseconds\":");
    }

    @Test
    void aThousandReviewsAtOnceAreAllAnswered() throws Exception {
        byte[] good = Review.create(Review.GOOD_POD).bytes();
        byte[] bad = Review.create(Review.BAD_POD).bytes();
        List<Callable<HttpResponse<byte[]>>> calls = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] body = i % 2 == 0 ? good : bad;
            calls.add(() -> webhook.post("/validate?timeout=30s", body));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(100)) {
            int number = 0;
            for (var future : pool.invokeAll(calls)) {
                Answer answer = ApiServerJudge.accept(future.get(), "v1", Review.UID);
                assertThat(answer.allowed()).isEqualTo(number++ % 2 == 0);
            }
        }
    }

    @Test
    void readinessTellsThePoliciesAndTheCertificate() throws Exception {
        assertThat(webhook.get("/readyz"))
                .contains("[+] policies: sha256:")
                .contains("[+] certificate: good until ")
                .endsWith("ready\n");
        assertThat(webhook.get("/healthz")).isEqualTo("ok\n");
        assertThat(webhook.status("/else")).isEqualTo(404);
        assertThat(webhook.status("/validate")).isEqualTo(405);
    }

    @Test
    void whoPrefersHttp2IsAnsweredByHttp1() throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(Webhook.trusting())
                .build()) {
            for (String path : List.of("/readyz", "/metrics", "/validate")) {
                HttpRequest request = HttpRequest.newBuilder(webhook.uri(path)).build();
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
                assertThat(response.headers().firstValue("Connection"))
                        .as("it stays open")
                        .isEmpty();
            }
        }
    }

    @Test
    void theUserIsNotPartOfTheVerdict() throws Exception {
        Review review = Review.create(Review.BAD_POD)
                .with(request -> ((ObjectNode) request.path("userInfo")).put("username", "system:admin"));
        assertThat(webhook.review(review).allowed()).isFalse();
    }

    private static SSLSocket connect() throws Exception {
        SSLSocket socket = (SSLSocket) Webhook.trusting().getSocketFactory().createSocket("127.0.0.1", webhook.port());
        socket.setSoTimeout(30_000);
        socket.startHandshake();
        return socket;
    }
}
