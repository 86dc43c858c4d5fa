package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.admission.tls.TestCertificate;
import dev.auditflow.cli.Launched;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles change while the webhook serves. */
class BundleReloadTest {
    private static final String STRICT = "version: 1\n";
    private static final String MILD = "version: 1\npolicies: {rules: {AF307: warn}}\n";

    @TempDir
    Path folder;

    @BeforeEach
    void keys() throws Exception {
        TestCertificate.write(folder);
        auditflow("keys", "generate", "ours");
        auditflow("keys", "generate", "theirs");
        build("strict.zip", STRICT, "ours.key");
        build("mild.zip", MILD, "ours.key");
        build("alien.zip", MILD, "theirs.key");
    }

    @Test
    void aFileThatIsReplacedCounts() throws Exception {
        place("strict.zip");
        try (Webhook webhook = Webhook.start(folder, "--bundle", "b.zip", "--bundle-key", "ours.pub")) {
            assertThat(allows(webhook)).isFalse();
            place("mild.zip");
            Await.until(() -> allows(webhook));
            place("alien.zip");
            Await.until(
                    () -> webhook.get("/readyz").contains("what came after it is not used: b.zip is not what the key"));
            assertThat(webhook.status("/readyz")).isEqualTo(200);
            assertThat(allows(webhook)).as("the last good one decides").isTrue();
            place("strict.zip");
            Await.until(() -> !allows(webhook));
            assertThat(webhook.get("/readyz")).doesNotContain("not used");
        }
    }

    /** Kubernetes keeps a volume's files behind a link, and turns that to others all at once. */
    @Test
    void aMountedConfigMapThatChangesCounts() throws Exception {
        Path mount = Files.createDirectories(folder.resolve("mount"));
        for (String name : new String[] {"strict", "mild"}) {
            Path version = Files.createDirectories(mount.resolve(".." + name));
            Files.copy(folder.resolve(name + ".zip"), version.resolve("b.zip"));
            Files.copy(folder.resolve(name + ".zip.sig"), version.resolve("b.zip.sig"));
        }
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..strict"));
        Files.createSymbolicLink(mount.resolve("b.zip"), Path.of("..data/b.zip"));
        Files.createSymbolicLink(mount.resolve("b.zip.sig"), Path.of("..data/b.zip.sig"));
        try (Webhook webhook = Webhook.start(folder, "--bundle", "mount/b.zip", "--bundle-key", "ours.pub")) {
            assertThat(allows(webhook)).isFalse();
            Files.createSymbolicLink(mount.resolve("..next"), Path.of("..mild"));
            Files.move(mount.resolve("..next"), mount.resolve("..data"), StandardCopyOption.REPLACE_EXISTING);
            Await.until(() -> allows(webhook));
            assertThat(webhook.get("/readyz")).doesNotContain("not used");
        }
    }

    @Test
    void overPlainHttpOnlyWhatIsSignedCounts() throws Exception {
        try (BundleServer server = BundleServer.plain()) {
            String[] flags = {"--bundle", server.address(), "--bundle-key", "ours.pub", "--bundle-poll", "PT1S"};
            serve(server, "alien.zip");
            assertThatThrownBy(() -> Webhook.start(folder, flags).close())
                    .as("there is nothing to begin with")
                    .hasMessageContaining("is not what the key");
            serve(server, "strict.zip");
            try (Webhook webhook = Webhook.start(folder, flags)) {
                Await.until(() -> server.unchanged() > 0);
                assertThat(allows(webhook)).isFalse();
                // The bundle comes before its signature.
                server.put("b.zip", bytes("mild.zip"));
                Await.until(() -> webhook.get("/readyz").contains("not used: " + server.address() + " is not what"));
                assertThat(allows(webhook)).isFalse();
                server.put("b.zip.sig", bytes("mild.zip.sig"));
                Await.until(() -> allows(webhook) && !webhook.get("/readyz").contains("not used"));
                server.remove("b.zip.sig");
                server.put("b.zip", bytes("strict.zip"));
                Await.until(() -> webhook.get("/readyz").contains(".sig answers 404"));
                assertThat(allows(webhook)).isTrue();
                serve(server, "mild.zip");
                Await.until(() -> !webhook.get("/readyz").contains("not used"));
                assertThat(webhook.get("/metrics"))
                        .contains("auditflow_reloads_total{result=\"failure\",what=\"policies\"}");
            }
        }
    }

    @Test
    void overHttpsWithATokenAndNoReviewSeesAMixture() throws Exception {
        try (BundleServer server = BundleServer.secure(folder, "s3cret-token");
                ExecutorService pool = Executors.newFixedThreadPool(2)) {
            serve(server, "strict.zip");
            String[] flags = {
                "--bundle",
                server.address(),
                "--bundle-ca",
                "tls.crt",
                "--bundle-poll",
                "PT1S",
                "--bundle-token-env",
                "TOKEN"
            };
            assertThatThrownBy(() -> Webhook.start(folder, Map.of("TOKEN", "other"), flags)
                            .close())
                    .hasMessageContaining("b.zip answers 401")
                    .hasMessageNotContaining("other");
            try (Webhook webhook = Webhook.start(folder, Map.of("TOKEN", "s3cret-token"), flags)) {
                AtomicBoolean enough = new AtomicBoolean();
                Callable<Set<String>> caller = () -> seen(webhook, enough);
                Future<Set<String>> one = pool.submit(caller);
                Future<Set<String>> two = pool.submit(caller);
                for (int i = 1; i <= 3; i++) {
                    serve(server, i % 2 == 0 ? "strict.zip" : "mild.zip");
                    String reloads = "{result=\"success\",what=\"policies\"} " + i + ".0";
                    Await.until(() -> webhook.get("/metrics").contains("auditflow_reloads_total" + reloads));
                }
                enough.set(true);
                Set<String> all = new TreeSet<>(one.get());
                all.addAll(two.get());
                assertThat(all).as("each bundle has one verdict").hasSize(2);
                server.put("b.zip", "no bundle".getBytes(StandardCharsets.UTF_8));
                Await.until(() -> webhook.get("/readyz").contains(server.address() + " is no bundle"));
                server.stop();
                Await.until(() -> webhook.get("/readyz").contains(server.address() + " gives no answer"));
                assertThat(allows(webhook)).isTrue();
                assertThat(webhook.said()).doesNotContain("s3cret-token");
            }
        }
    }

    private static Set<String> seen(Webhook webhook, AtomicBoolean enough) throws Exception {
        Set<String> seen = new TreeSet<>();
        while (!enough.get()) {
            ApiServerJudge.Answer answer = webhook.review(Review.create(Review.BAD_POD));
            seen.add(answer.annotation("bundle") + " " + answer.annotation("verdict"));
        }
        return seen;
    }

    private static boolean allows(Webhook webhook) throws Exception {
        return webhook.review(Review.create(Review.BAD_POD)).allowed();
    }

    private void serve(BundleServer server, String name) throws Exception {
        server.put("b.zip.sig", bytes(name + ".sig"));
        server.put("b.zip", bytes(name));
    }

    private void place(String name) throws Exception {
        for (String end : new String[] {".sig", ""}) {
            Path next = folder.resolve("next");
            Files.copy(folder.resolve(name + end), next, StandardCopyOption.REPLACE_EXISTING);
            Files.move(next, folder.resolve("b.zip" + end), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private byte[] bytes(String name) throws Exception {
        return Files.readAllBytes(folder.resolve(name));
    }

    private void build(String name, String config, String key) throws Exception {
        Files.writeString(folder.resolve("some.yaml"), config);
        auditflow("bundle", "build", "-c", "some.yaml", "-o", name, "--sign", key);
    }

    private void auditflow(String... args) throws Exception {
        Launched result = Launched.run(folder, Map.of("AUDITFLOW_NO_CACHE", "true"), args);
        assertThat(result.code()).as(result.err()).isZero();
    }
}
