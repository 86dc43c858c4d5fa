package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened to a release.
 *
 * @param plan names the run that did it; one run writes one entry for each action
 * @param time RFC 3339, in UTC
 * @param action promote, rollback, uninstall, hold, resume
 * @param fromRevision Helm's revision before, or the number of the promotion by Git; 0 for none
 * @param toRevision the revision after; 0 for none
 * @param bundle digest of the rendering
 * @param attestation digest of the statement by which it was let through
 * @param policies digest of the policies
 * @param chart digest of the chart's files
 * @param images all images, sorted
 * @param stored digest of what Helm keeps of {@code toRevision}, or {@code git:} and the commit
 * @param approval who approved; empty if nobody had to
 * @param outcome passed, failed, inconclusive
 * @param cause one word when it failed
 * @param evidence where evidence was saved, with its digest; empty for none
 * @param bake what the bake window saw; empty if there was none
 * @param began when the run began, as {@code time}; empty for a word of a person
 * @param commit of the repository that was promoted from; empty if nobody knows
 * @param committed when, as {@code time}; empty if nobody knows
 */
public record LedgerEntry(
        String plan,
        String time,
        String actor,
        String action,
        String environment,
        String release,
        int fromRevision,
        int toRevision,
        String bundle,
        String attestation,
        String policies,
        String chart,
        List<String> images,
        String stored,
        String approval,
        String outcome,
        String cause,
        String evidence,
        String bake,
        String began,
        String commit,
        String committed) {
    static final String PASSED = "passed";
    static final String FAILED = "failed";
    static final String INCONCLUSIVE = "inconclusive";
    static final String GIT = "git:";

    public LedgerEntry {
        images = List.copyOf(images);
    }

    /** The commit of the branch that holds it; empty if it was not promoted by Git. */
    public Optional<String> branchCommit() {
        return stored.startsWith(GIT) ? Optional.of(stored.substring(GIT.length())) : Optional.empty();
    }

    /** Whether what it is about went well. */
    public boolean isPassed() {
        return outcome.equals(PASSED);
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("plan", plan)
                .put("time", time)
                .put("actor", actor)
                .put("action", action)
                .put("environment", environment)
                .put("release", release)
                .put("fromRevision", fromRevision)
                .put("toRevision", toRevision)
                .put("bundle", bundle)
                .put("attestation", attestation)
                .put("policies", policies)
                .put("chart", chart);
        images.forEach(node.putArray("images")::add);
        return node.put("stored", stored)
                .put("approval", approval)
                .put("outcome", outcome)
                .put("cause", cause)
                .put("evidence", evidence)
                .put("bake", bake)
                .put("began", began)
                .put("commit", commit)
                .put("committed", committed);
    }

    static LedgerEntry of(JsonNode node) {
        List<String> images = new ArrayList<>();
        node.path("images").forEach(image -> images.add(image.asText("")));
        return new LedgerEntry(
                node.path("plan").asText(""),
                node.path("time").asText(""),
                node.path("actor").asText(""),
                node.path("action").asText(""),
                node.path("environment").asText(""),
                node.path("release").asText(""),
                node.path("fromRevision").asInt(),
                node.path("toRevision").asInt(),
                node.path("bundle").asText(""),
                node.path("attestation").asText(""),
                node.path("policies").asText(""),
                node.path("chart").asText(""),
                images,
                node.path("stored").asText(""),
                node.path("approval").asText(""),
                node.path("outcome").asText(""),
                node.path("cause").asText(""),
                node.path("evidence").asText(""),
                node.path("bake").asText(""),
                node.path("began").asText(""),
                node.path("commit").asText(""),
                node.path("committed").asText(""));
    }
}
