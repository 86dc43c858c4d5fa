package dev.auditflow.deploy.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.deploy.github.GitHubRepository;
import dev.auditflow.host.WebClient;

/** A deployment of the commit to the environment, with the status that it ended with. */
public record Deployment(GitHubRepository repository) implements Notifier {
    @Override
    public String name() {
        return "deployment in " + repository.name();
    }

    @Override
    public void tell(Notice notice) throws WebClient.Failure {
        ObjectNode deployment = JsonNodeFactory.instance
                .objectNode()
                .put("ref", notice.commit())
                .put("task", "auditflow:" + notice.event())
                .put("auto_merge", false)
                .put("environment", notice.environment())
                .put("description", CommitStatus.shortened(notice.release() + ": " + notice.sentence()));
        // What has to hold before a deployment is ours to know; GitHub would refuse a commit with a pending check.
        deployment.putArray("required_contexts");
        deployment.putObject("payload").put("release", notice.release()).put("rendering", notice.rendering());
        JsonNode made = repository.post("/deployments", deployment);
        repository.post(
                "/deployments/%d/statuses".formatted(made.path("id").asLong()),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("state", notice.isGood() ? "success" : notice.isUnknown() ? "error" : "failure")
                        .put("environment", notice.environment())
                        .put("description", CommitStatus.shortened(notice.sentence())));
    }
}
