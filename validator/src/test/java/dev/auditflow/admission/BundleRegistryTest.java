package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.cli.FrontDoor;
import dev.auditflow.cli.Launched;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles in a real registry: pushed, pulled, changed while the webhook serves, and refused. */
class BundleRegistryTest {
    private static final String STRICT = "version: 1\n";
    private static final String MILD = "version: 1\npolicies: {rules: {AF307: warn}}\n";

    @TempDir
    static Path folder;

    private static Registry registry;

    @BeforeAll
    static void start() throws Exception {
        registry = Registry.start();
        Files.writeString(folder.resolve("pod.yaml"), Review.BAD_POD);
        auditflow("keys", "generate", path("ours"));
        auditflow("keys", "generate", path("theirs"));
        build("strict.zip", STRICT, "ours.key");
        build("mild.zip", MILD, "ours.key");
        build("alien.zip", MILD, "theirs.key");
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void aTagThatMovesCountsAndOnlyWhatIsSigned() throws Exception {
        String tag = "oci://" + registry.open() + "/team/policies:moving";
        push("strict.zip", tag);
        try (Webhook webhook =
                Webhook.start(folder, "--bundle", tag, "--bundle-key", "ours.pub", "--bundle-poll", "PT1S")) {
            assertThat(allows(webhook)).isFalse();
            push("mild.zip", tag);
            Await.until(() -> allows(webhook));
            push("alien.zip", tag);
            Await.until(() -> webhook.get("/readyz").contains("not used: " + tag + " is not what the key"));
            assertThat(allows(webhook)).as("the last good one decides").isTrue();
            push("strict.zip", tag);
            Await.until(() -> !allows(webhook));
        }
    }

    @Test
    void aTokenIsFetchedByThePasswordAndBlobsFromElsewhereWithoutIt() throws Exception {
        push("strict.zip", "oci://" + registry.open() + "/team/policies:prod");
        String tag = "oci://" + registry.guarded() + "/team/policies:prod";
        String[] flags = {"admit", "pod.yaml", "--bundle", tag, "--bundle-key", "ours.pub"};
        Launched nobody = Launched.run(folder, Map.of(), flags);
        assertThat(nobody.code()).isEqualTo(2);
        assertThat(nobody.err()).contains("/token answers 401; say who asks by --bundle-login-env");
        List<String> known = new ArrayList<>(List.of(flags));
        known.addAll(List.of("--bundle-login-env", "LOGIN"));
        Launched robot = Launched.run(folder, Map.of("LOGIN", Registry.login()), known.toArray(String[]::new));
        assertThat(robot.code()).as(robot.err()).isEqualTo(1);
        assertThat(robot.out()).contains("AF307");
        assertThat(registry.seenElsewhere()).containsExactly("null");
        Launched other = Launched.run(folder, Map.of("LOGIN", "robot:wr0ng"), known.toArray(String[]::new));
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("answers 401").doesNotContain("wr0ng");
    }

    @Test
    void aDigestNamesOneContentAndWhatIsNoBundleIsRefused() throws Exception {
        String tag = "oci://" + registry.open() + "/team/policies:prod";
        String digest = push("strict.zip", tag).replaceFirst("(?s)^(sha256:[0-9a-f]{64}) .*", "$1");
        push("mild.zip", tag);
        String pinned = "oci://" + registry.open() + "/team/policies@" + digest;
        FrontDoor.Result first =
                FrontDoor.run("admit", path("pod.yaml"), "--bundle", pinned, "--bundle-key", path("ours.pub"));
        assertThat(first.exitCode()).as(first.text()).isEqualTo(1);
        assertThat(first.output()).contains("DENY");
        manifest("other", """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
                "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},"layers":[]}""".formatted("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"));
        String other = "oci://" + registry.open() + "/team/policies:other";
        refused("holds 0 bundles, not one", "--bundle", other, "--bundle-key", path("ours.pub"));
        String missing = "oci://" + registry.open() + "/team/policies:missing";
        refused("/manifests/missing answers 404", "--bundle", missing, "--bundle-key", path("ours.pub"));
    }

    @Test
    void whatIsNoReferenceOrNotSafeIsRefused() throws Exception {
        String tag = "oci://" + registry.open() + "/team/policies:prod";
        refused("say by --bundle-key who signs", "--bundle", tag);
        refused("is oci://HOST/NAME:TAG", "--bundle", "oci://registry.example.com/team/policies");
        refused(
                "--bundle-login-env is for oci://",
                "--bundle",
                "https://a.example.com/b.zip",
                "--bundle-login-env",
                "A");
    }

    private static void refused(String why, String... flags) throws Exception {
        List<String> all = new ArrayList<>(List.of("admit", path("pod.yaml")));
        all.addAll(List.of(flags));
        FrontDoor.Result result = FrontDoor.run(all.toArray(String[]::new));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors()).contains(why);
    }

    private static void manifest(String tag, String json) throws Exception {
        URI address = URI.create("http://" + registry.open() + "/v2/team/policies/manifests/" + tag);
        HttpRequest put = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(201);
        }
    }

    private static boolean allows(Webhook webhook) throws Exception {
        return webhook.review(Review.create(Review.BAD_POD)).allowed();
    }

    private static String push(String name, String to) throws Exception {
        return auditflow("bundle", "push", path(name), to);
    }

    private static void build(String name, String config, String key) throws Exception {
        Files.writeString(folder.resolve("some.yaml"), config);
        auditflow("bundle", "build", "-c", path("some.yaml"), "-o", path(name), "--sign", path(key));
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String auditflow(String... args) {
        FrontDoor.Result result = FrontDoor.run(args);
        assertThat(result.exitCode()).as(result.text()).isZero();
        return result.output();
    }
}
