package dev.auditflow.deploy.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.host.WebClient;
import dev.auditflow.lab.WebStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reviews of a workflow run, as GitHub's REST API has them. */
class GitHubApprovalsTest {
    private final WebClient web = new WebClient();
    private WebStub server;
    private String reviews = "[]";
    private String head = "c0ffee";

    @BeforeEach
    void start() throws Exception {
        server = WebStub.start(request -> new WebStub.Answer(
                200,
                request.target().endsWith("/approvals") ? reviews : "{\"id\":99,\"head_sha\":\"%s\"}".formatted(head)));
    }

    @AfterEach
    void end() {
        server.close();
        web.close();
    }

    private GitHubApprovals.Review review() throws Exception {
        GitHubRepository repository = new GitHubRepository(web, server.address(), "acme/platform", "s3cret");
        return new GitHubApprovals(repository, "99").of("prod", "c0ffee", "bob");
    }

    @ParameterizedTest
    @CsvSource({
        // What somebody did, who, for which environment, what it comes to.
        "approved, ann, prod, 'Approved[approver=ann, by GitHub run 99]'",
        "approved, bob, prod, nobody but bob approved the run 99",
        "approved, Bob, prod, nobody but bob approved the run 99",
        "approved, '', prod, nobody but bob approved the run 99",
        "approved, ann, staging, nobody but bob approved the run 99",
        "rejected, ann, prod, ann rejected it",
        "pending, ann, prod, nobody but bob approved the run 99",
    })
    void comesTo(String state, String login, String environment, String expected) throws Exception {
        reviews = """
            [{"state":"%s","comment":"","environments":[{"id":1,"name":"%s"}],"user":{"login":"%s"}}]\
            """.formatted(state, environment, login);
        assertThat(review().toString()).contains(expected);
        assertThat(server.requests())
                .extracting(WebStub.Request::target)
                .containsExactly(
                        "/repos/acme/platform/actions/runs/99", "/repos/acme/platform/actions/runs/99/approvals");
    }

    @Test
    void aRunOfAnotherCommitSaysNothing() throws Exception {
        head = "beef";
        assertThat(review().toString()).contains("the run 99 was started for the commit beef, not c0ffee");
    }

    @Test
    void nobodyIsNotEverybody() throws Exception {
        assertThat(review()).isInstanceOf(GitHubApprovals.Review.Missing.class);
        server.answer(_ -> new WebStub.Answer(404, ""));
        assertThatThrownBy(this::review)
                .isInstanceOf(WebClient.Failure.class)
                .hasMessageContaining("answers with 404")
                .hasMessageNotContaining("s3cret");
    }
}
