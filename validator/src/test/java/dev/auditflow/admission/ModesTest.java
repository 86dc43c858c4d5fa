package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.admission.ApiServerJudge.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rules deny, warn or only count, by rule and by namespace, and what waivers and annotations do. */
class ModesTest {
    private static final String CONFIGURATION = """
            version: 1
            environments: {dev: {}, prod: {}}
            releases: []
            admission:
              rules: {AF306: dryrun}
              namespaces:
                - names: [lab-*]
                  mode: warn
                  rules: {AF103: enforce}
                - names: [quiet]
                  mode: dryrun
            waivers:
              - rule: AF307
                resource: Pod/old-*
                environments: [prod]
                reason: goes away with the migration
                owner: team-shop
                expires: 2099-01-01
              - rule: AF307
                resource: Pod/dev-*
                environments: [dev]
                reason: only in dev
                owner: team-shop
                expires: 2099-01-01
            """;

    @TempDir
    static Path folder;

    private static Webhook webhook;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(folder.resolve("auditflow.yaml"), CONFIGURATION);
        webhook = Webhook.start(folder, "--env", "prod");
    }

    @AfterAll
    static void stop() {
        webhook.close();
    }

    @Test
    void aRuleInDryrunIsOnlyRecorded() throws Exception {
        Answer answer = webhook.review(Review.create(Review.GOOD_POD.replace(", limits: {memory: 32Mi}", "")));
        assertThat(answer.allowed()).isTrue();
        assertThat(answer.warnings()).noneMatch(warning -> warning.contains("AF306"));
        assertThat(answer.annotation("dryrun")).isEqualTo("AF306");
        assertThat(webhook.get("/metrics"))
                .contains("auditflow_admission_findings_total{effect=\"dryrun\",rule=\"AF306\"}");
    }

    @Test
    void aNamespaceMayWarnWhereOthersDeny() throws Exception {
        Answer answer = webhook.review(Review.create(in("lab-1", Review.BAD_POD)));
        assertThat(answer.allowed()).isTrue();
        assertThat(answer.warnings()).anyMatch(warning -> warning.startsWith("AF307 "));
        assertThat(webhook.review(Review.create(in("labour", Review.BAD_POD))).allowed())
                .isFalse();
    }

    @Test
    void aRuleOfANamespaceCountsBeforeItsMode() throws Exception {
        String privileged = Review.GOOD_POD.replace("allowPrivilegeEscalation: false", "privileged: true");
        Answer answer = webhook.review(Review.create(in("lab-1", privileged)));
        assertThat(answer.allowed()).isFalse();
        assertThat(answer.annotation("denied")).isEqualTo("AF103");
    }

    @Test
    void aNamespaceInDryrunHearsNothing() throws Exception {
        Answer answer = webhook.review(Review.create(in("quiet", Review.BAD_POD)));
        assertThat(answer.allowed()).isTrue();
        assertThat(answer.warnings()).isEmpty();
        assertThat(answer.annotation("dryrun")).contains("AF307");
    }

    @Test
    void waiversOfTheEnvironmentCount() throws Exception {
        assertThat(webhook.review(Review.create(
                                Review.BAD_POD.replace("name: web\n  namespace", "name: old-web\n  namespace")))
                        .allowed())
                .isTrue();
        assertThat(webhook.review(Review.create(
                                Review.BAD_POD.replace("name: web\n  namespace", "name: dev-web\n  namespace")))
                        .allowed())
                .isFalse();
    }

    @Test
    void aWaiverOfAnAnnotationCounts() throws Exception {
        String waived = Review.BAD_POD.replace(
                "  namespace: shop",
                "  namespace: shop\n  annotations: {auditflow.dev/waive: \"AF307: it is a test\"}");
        assertThat(webhook.review(Review.create(waived)).allowed()).isTrue();
    }

    private static String in(String namespace, String pod) {
        return pod.replace("namespace: shop", "namespace: " + namespace);
    }
}
