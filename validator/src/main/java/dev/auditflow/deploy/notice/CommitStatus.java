package dev.auditflow.deploy.notice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.auditflow.deploy.github.GitHubRepository;
import dev.auditflow.host.WebClient;

/** The mark at the commit that was promoted, named {@code auditflow/RELEASE/ENVIRONMENT}. */
public record CommitStatus(GitHubRepository repository) implements Notifier {
    /** What GitHub takes as a description at most. */
    static final int LONGEST = 140;

    @Override
    public String name() {
        return "commit status in " + repository.name();
    }

    @Override
    public void tell(Notice notice) throws WebClient.Failure {
        repository.post(
                "/statuses/" + notice.commit(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("state", notice.isGood() ? "success" : notice.isUnknown() ? "error" : "failure")
                        .put("context", "auditflow/%s/%s".formatted(notice.release(), notice.environment()))
                        .put("description", shortened(notice.sentence())));
    }

    static String shortened(String sentence) {
        return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST - 1) + "…";
    }
}
