package dev.auditflow.deploy.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.host.WebClient;
import java.util.Optional;

/**
 * The reviews of a workflow run, which GitHub asks for before a job of an environment with reviewers starts. They are over the run,
 * and so over the commit that it was started for.
 *
 * @param run number of the run
 */
public record GitHubApprovals(GitHubRepository repository, String run) {
    /** Who approved, or why that does not count. */
    public sealed interface Review {
        /** Somebody did, named for the ledger. */
        record Approved(String approver) implements Review {}

        /** Nobody did; the reason is the rest of a sentence. */
        record Missing(String reason) implements Review {}
    }

    /**
     * The review of the run for an environment.
     *
     * @param commit that is promoted; the run must be one of it
     * @param starter who started the run and cannot approve it
     * @throws WebClient.Failure if GitHub cannot be asked
     */
    public Review of(String environment, String commit, String starter) throws WebClient.Failure {
        String head = repository.get("/actions/runs/" + run).path("head_sha").asText("");
        if (!head.equals(commit)) {
            return new Review.Missing("the run %s was started for the commit %s, not %s".formatted(run, head, commit));
        }
        Optional<String> approver = Optional.empty();
        for (JsonNode review : repository.get("/actions/runs/" + run + "/approvals")) {
            if (!isFor(review, environment)) {
                continue;
            }
            String login = review.path("user").path("login").asText("");
            if (review.path("state").asText("").equals("rejected")) {
                return new Review.Missing("%s rejected it".formatted(login));
            }
            if (review.path("state").asText("").equals("approved")
                    && !login.isEmpty()
                    && !login.equalsIgnoreCase(starter)) {
                approver = Optional.of(login);
            }
        }
        return approver.isPresent()
                ? new Review.Approved("%s, by GitHub run %s".formatted(approver.get(), run))
                : new Review.Missing(
                        "nobody but %s approved the run %s for the environment %s; give it reviewers at GitHub"
                                .formatted(starter, run, environment));
    }

    private static boolean isFor(JsonNode review, String environment) {
        for (JsonNode one : review.path("environments")) {
            if (one.path("name").asText("").equals(environment)) {
                return true;
            }
        }
        return false;
    }
}
