package dev.auditflow.deploy.notice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.auditflow.yaml.JsonTree;

/**
 * How a promotion or rollback ended.
 *
 * @param event promote or rollback
 * @param outcome passed, unchanged, failed, inconclusive or refused
 * @param cause one word when it failed; empty otherwise
 * @param sentence one line for people
 * @param rendering {@code sha256:<hex>}; empty when nobody knows it yet
 * @param commit of the repository that it was rendered from; empty if there is none
 * @param time RFC 3339, in UTC
 */
public record Notice(
        String event,
        String release,
        String environment,
        String outcome,
        String cause,
        String sentence,
        String rendering,
        String actor,
        String commit,
        String time) {
    /** Whether the environment runs what was asked for. */
    public boolean isGood() {
        return outcome.equals("passed") || outcome.equals("unchanged");
    }

    /** Whether nobody knows. */
    public boolean isUnknown() {
        return outcome.equals("inconclusive");
    }

    String json() {
        return JsonTree.write(JsonNodeFactory.instance
                .objectNode()
                .put("schemaVersion", 1)
                .put("event", event)
                .put("release", release)
                .put("environment", environment)
                .put("outcome", outcome)
                .put("cause", cause)
                .put("sentence", sentence)
                .put("rendering", rendering)
                .put("actor", actor)
                .put("commit", commit)
                .put("time", time));
    }
}
