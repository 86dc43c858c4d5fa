package dev.auditflow.deploy.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.deploy.github.GitHubRepository;
import dev.auditflow.host.WebClient;
import dev.auditflow.lab.WebStub;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers are told, over a real HTTP connection. */
class NotifierTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMMIT = "c0ffee0000000000000000000000000000000000";

    private final WebClient web = new WebClient();
    private WebStub server;

    @BeforeEach
    void start() throws Exception {
        server = WebStub.start(_ -> new WebStub.Answer(201, "{\"id\":42}"));
    }

    @AfterEach
    void end() {
        server.close();
        web.close();
    }

    private static Notice notice(String outcome) {
        return new Notice(
                "promote",
                "shop",
                "dev",
                outcome,
                "",
                "dev \"runs\" it",
                "sha256:aa",
                "ann",
                COMMIT,
                "2026-01-01T00:00:00Z");
    }

    private GitHubRepository repository() {
        return new GitHubRepository(web, URI.create(server.address() + "/"), "acme/platform", "s3cret");
    }

    /** The example of GitHub's documentation of webhooks. */
    @Test
    void theSignatureIsGitHubs() {
        assertThat(Webhook.signature("It's a Secret to Everybody", "Hello, World!"))
                .isEqualTo("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }

    @Test
    void aWebhookIsSigned() throws Exception {
        new Webhook(web, URI.create(server.address() + "/in?key=1"), "hook-secret", "s3cret").tell(notice("passed"));
        WebStub.Request request = server.requests().getFirst();
        assertThat(request.method() + request.target()).isEqualTo("POST/in?key=1");
        assertThat(request.headers())
                .containsEntry("authorization", "Bearer s3cret")
                .containsEntry("content-type", "application/json")
                .containsEntry(
                        "x-auditflow-signature-256", "sha256=" + Webhook.signature("hook-secret", request.body()));
        JsonNode body = JSON.readTree(request.body());
        assertThat(body.path("outcome").asText()).isEqualTo("passed");
        assertThat(body.path("sentence").asText()).isEqualTo("dev \"runs\" it");
        assertThat(body.path("commit").asText()).isEqualTo(COMMIT);
    }

    @ParameterizedTest
    @CsvSource({"passed, success", "unchanged, success", "failed, failure", "refused, failure", "inconclusive, error"})
    void aCommitIsMarked(String outcome, String state) throws Exception {
        new CommitStatus(repository()).tell(notice(outcome));
        WebStub.Request request = server.requests().getFirst();
        assertThat(request.target()).isEqualTo("/repos/acme/platform/statuses/" + COMMIT);
        assertThat(request.headers())
                .containsEntry("authorization", "Bearer s3cret")
                .containsEntry("x-github-api-version", "2022-11-28");
        JsonNode body = JSON.readTree(request.body());
        assertThat(body.path("state").asText()).isEqualTo(state);
        assertThat(body.path("context").asText()).isEqualTo("auditflow/shop/dev");
    }

    @Test
    void aDeploymentIsMadeAndEnded() throws Exception {
        new Deployment(repository()).tell(notice("failed"));
        List<WebStub.Request> requests = server.requests();
        assertThat(requests)
                .extracting(WebStub.Request::target)
                .containsExactly("/repos/acme/platform/deployments", "/repos/acme/platform/deployments/42/statuses");
        JsonNode deployment = JSON.readTree(requests.getFirst().body());
        assertThat(deployment.path("ref").asText()).isEqualTo(COMMIT);
        assertThat(deployment.path("auto_merge").asBoolean(true)).isFalse();
        assertThat(deployment.path("required_contexts").isArray()).isTrue();
        assertThat(JSON.readTree(requests.getLast().body()).path("state").asText())
                .isEqualTo("failure");
    }

    @Test
    void whatGitHubTakesIsNotExceeded() {
        String shortened = CommitStatus.shortened("x".repeat(500));
        assertThat(shortened).hasSize(140).endsWith("…");
        assertThat(CommitStatus.shortened("short")).isEqualTo("short");
    }

    @ParameterizedTest
    @CsvSource({"401, its token", "404, answers with 404", "500, answers with 500", "302, answers with 302"})
    void whoRefusesIsNamedWithoutSecrets(int status, String expected) {
        server.answer(_ -> new WebStub.Answer(status, "s3cret"));
        for (Notifier notifier : List.of(
                new CommitStatus(repository()),
                new Deployment(repository()),
                new Webhook(web, URI.create(server.address() + "/hidden-path"), "", "s3cret"))) {
            assertThatThrownBy(() -> notifier.tell(notice("passed")))
                    .isInstanceOf(WebClient.Failure.class)
                    .hasMessageContaining("127.0.0.1:")
                    .hasMessageContaining(expected)
                    .hasMessageNotContaining("s3cret")
                    .hasMessageNotContaining("hidden");
        }
    }
}
