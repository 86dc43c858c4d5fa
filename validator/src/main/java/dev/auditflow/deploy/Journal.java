package dev.auditflow.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.yaml.JsonTree;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a promoter is about to do, written before it does it. Whoever finds one of a promoter that is gone goes on from there.
 *
 * @param plan names one run of a promotion or rollback, also in the ledger
 * @param step what is done now
 * @param bundle {@code sha256:<hex>} of the rendering that is brought
 * @param fromRevision Helm's revision before, 0 for none
 * @param cause why it goes back; empty while it goes forward
 * @param sentence the cause in words; may be empty
 * @param helmHost the machine on which a helm runs; empty when none does
 * @param helmProcess its process, 0 when none is known
 * @param helmUntil when it will have ended at the latest
 * @param baseline the alerts before
 * @param began when the run began, RFC 3339 in UTC
 */
record Journal(
        String plan,
        Step step,
        String bundle,
        int fromRevision,
        String cause,
        String sentence,
        String helmHost,
        long helmProcess,
        Instant helmUntil,
        Baseline baseline,
        String began) {

    /** The cause of what a person asked for. */
    static final String BY_HAND = "ByHand";

    /** Steps, in their order. */
    enum Step {
        STARTED,
        UPGRADING,
        COMMITTING,
        SYNCING,
        CHECKING,
        TESTING,
        BAKING,
        GOING_BACK,
        RECORDING
    }

    /** The step in words. */
    String stepWords() {
        return step.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static Journal start(String plan, String bundle, int fromRevision, String began) {
        return new Journal(
                plan, Step.STARTED, bundle, fromRevision, "", "", "", 0, Instant.EPOCH, Baseline.unknown(), began);
    }

    Journal at(Step next) {
        return new Journal(plan, next, bundle, fromRevision, cause, sentence, "", 0, Instant.EPOCH, baseline, began);
    }

    Journal because(String why, String words) {
        return new Journal(
                plan, step, bundle, fromRevision, why, words, helmHost, helmProcess, helmUntil, baseline, began);
    }

    /** Going back for a reason. */
    Journal failed(String why, String words) {
        return at(Step.GOING_BACK).because(why, words);
    }

    Journal running(String host, long process, Instant until) {
        return new Journal(plan, step, bundle, fromRevision, cause, sentence, host, process, until, baseline, began);
    }

    Journal after(Baseline before) {
        return new Journal(
                plan, step, bundle, fromRevision, cause, sentence, helmHost, helmProcess, helmUntil, before, began);
    }

    String json() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("plan", plan)
                .put("step", step.name())
                .put("bundle", bundle)
                .put("fromRevision", fromRevision)
                .put("cause", cause)
                .put("sentence", sentence)
                .put("helmHost", helmHost)
                .put("helmProcess", helmProcess)
                .put("helmUntil", helmUntil.toString())
                .put("began", began);
        if (baseline.known()) {
            baseline.fingerprints().forEach(node.putArray("baseline")::add);
        }
        return JsonTree.write(node);
    }

    /** Reads a journal; empty if the text is none, so that a broken one stops nobody: storage tells what happened. */
    static Optional<Journal> read(String json) {
        try {
            JsonNode node = JsonTree.readStrictly(json);
            return Optional.of(new Journal(
                    node.path("plan").asText(""),
                    Step.valueOf(node.path("step").asText("")),
                    node.path("bundle").asText(""),
                    node.path("fromRevision").asInt(),
                    node.path("cause").asText(""),
                    node.path("sentence").asText(""),
                    node.path("helmHost").asText(""),
                    node.path("helmProcess").asLong(),
                    Instant.parse(node.path("helmUntil").asText("")),
                    baseline(node.path("baseline")),
                    node.path("began").asText("")));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Baseline baseline(JsonNode node) {
        List<String> fingerprints = new ArrayList<>();
        node.forEach(one -> fingerprints.add(one.asText("")));
        return node.isArray() ? new Baseline(true, fingerprints) : Baseline.unknown();
    }
}
