package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.admission.ApiServerJudge.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kubernetes' rules say of the call itself: who calls, how long it waits, and how it ends. */
class ChecklistCallsTest {
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
    void onlyWhoHasACertificateOfTheClientAuthorityIsAnswered() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X509Certificate own = certificate(pair);
        Files.writeString(
                folder.resolve("clients.crt"),
                "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                        .formatted(Base64.getMimeEncoder().encodeToString(own.getEncoded())));
        try (Webhook guarded = Webhook.start(folder, "--client-ca", "clients.crt")) {
            HttpRequest review = HttpRequest.newBuilder(guarded.uri("/validate?timeout=5s"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            Review.create(Review.GOOD_POD).bytes()))
                    .build();
            assertThat(guarded.post(Review.create(Review.GOOD_POD).bytes()).statusCode())
                    .as("without a certificate")
                    .isEqualTo(401);
            try (HttpClient known = client(own, pair);
                    HttpClient stranger = client(certificate(generator.generateKeyPair()), pair)) {
                HttpResponse<byte[]> answer = known.send(review, HttpResponse.BodyHandlers.ofByteArray());
                assertThat(ApiServerJudge.accept(answer, "v1", Review.UID).allowed())
                        .isTrue();
                assertThatThrownBy(() -> stranger.send(review, HttpResponse.BodyHandlers.ofByteArray()))
                        .as("with a certificate of somebody else")
                        .isInstanceOf(IOException.class);
            }
            assertThat(guarded.status("/readyz"))
                    .as("probes have no certificate")
                    .isEqualTo(200);
        }
    }

    @Test
    void everyFormOfATimeoutIsAnswered() throws Exception {
        for (String query :
                new String[] {"", "?timeout=1s", "?timeout=30s", "?timeout=", "?timeout=soon", "?timeout=-1s"}) {
            HttpResponse<byte[]> answer = webhook.post(
                    "/validate" + query, Review.create(Review.GOOD_POD).bytes());
            assertThat(ApiServerJudge.accept(answer, "v1", Review.UID).allowed())
                    .as(query)
                    .isTrue();
        }
    }

    @Test
    void aCallerThatLeavesWhileItIsJudgedHarmsNobody() throws Exception {
        byte[] body = Review.create(Review.GOOD_POD)
                .with(request -> request.putObject("options").put("fill", "x".repeat(3 * 1024 * 1024)))
                .bytes();
        for (int i = 0; i < 10; i++) {
            try (SSLSocket socket =
                    (SSLSocket) Webhook.trusting().getSocketFactory().createSocket("127.0.0.1", webhook.port())) {
                socket.getOutputStream()
                        .write(
                                "POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                                        .formatted(body.length)
                                        .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(body);
                socket.getOutputStream().flush();
            }
        }
        Await.until(() -> webhook.get("/metrics").contains("auditflow_admission_running 0"));
        Await.until(() -> webhook.get("/metrics").contains("auditflow_admission_body_bytes 0"));
        assertThat(webhook.review(Review.create(Review.GOOD_POD)).allowed()).isTrue();
        assertThat(webhook.said()).doesNotContain("Exception");
    }

    @Test
    void aByteOrderMarkIsNoHarm() throws Exception {
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        marked.writeBytes(Review.create(Review.BAD_POD).bytes());
        HttpResponse<byte[]> answer = webhook.post(marked.toByteArray());
        assertThat(ApiServerJudge.accept(answer, "v1", Review.UID).allowed())
                .as("it is judged as if it were not there")
                .isFalse();
    }

    @Test
    void whatIsDeniedIsNotWarnedOfToo() throws Exception {
        Answer answer = webhook.review(Review.create(Review.BAD_POD));
        assertThat(answer.message()).contains("AF307");
        assertThat(answer.warnings()).noneMatch(warning -> warning.contains("AF307"));
    }

    @Test
    void anUpdateWithoutTheObjectOfBeforeIsJudgedAsItIs() throws Exception {
        assertThat(webhook.review(Review.of("UPDATE", Review.BAD_POD, null)).allowed())
                .isFalse();
        assertThat(webhook.post(Review.of("UPDATE", null, null).bytes()).statusCode())
                .as("nothing to judge is no review")
                .isEqualTo(400);
    }

    private static X509Certificate certificate(KeyPair pair) throws Exception {
        X500Principal name = new X500Principal("CN=apiserver");
        Instant now = Instant.now();
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(now.minusSeconds(60)),
                                Date.from(now.plusSeconds(3600)),
                                name,
                                pair.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    private static HttpClient client(X509Certificate certificate, KeyPair pair) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null);
        store.setKeyEntry("client", pair.getPrivate(), new char[0], new Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {Webhook.anybody()}, new SecureRandom());
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build();
    }
}
