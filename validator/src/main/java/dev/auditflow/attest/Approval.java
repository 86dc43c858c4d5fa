package dev.auditflow.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.yaml.JsonTree;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Somebody's signed word that one rendering may go to one environment. */
public final class Approval {
    private static final String PREDICATE = "https://auditflow.dev/approval/v1";

    private Approval() {}

    /**
     * Somebody who may approve.
     *
     * @param name as the configuration says
     */
    public record Approver(String name, VerifyingKey key) {}

    /** Approves; gives an envelope on one line. */
    public static String sign(VerifiedRelease release, String resource, SigningKey key, Clock clock) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("_type", Statement.TYPE);
        root.putArray("subject")
                .addObject()
                .put("name", "bundle/" + release.target().name())
                .putObject("digest")
                .put("sha256", release.bundle().substring("sha256:".length()));
        root.put("predicateType", PREDICATE);
        root.putObject("predicate")
                .put("resourceUri", resource)
                .put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return Envelope.sign(JsonTree.write(root).getBytes(StandardCharsets.UTF_8), key)
                .json();
    }

    /**
     * Who approved exactly this rendering for exactly this target. Whoever signed the verdict is not asked.
     *
     * @param bundle envelopes, one on a line
     * @throws KeyException with a sentence if nobody did
     */
    public static String approver(
            String bundle,
            VerifiedRelease release,
            String resource,
            List<Approver> approvers,
            Duration maxAge,
            Clock clock)
            throws KeyException {
        String why = "there is no approval";
        for (String line : bundle.lines().filter(one -> !one.isBlank()).toList()) {
            try {
                Envelope envelope = Envelope.read(line);
                for (Approver approver : approvers) {
                    if (envelope.payloadType().equals(Dsse.IN_TOTO) && envelope.isSignedBy(approver.key())) {
                        why = fault(envelope, approver, release, resource, maxAge, clock);
                        if (why.isEmpty()) {
                            return approver.name();
                        }
                    }
                }
                why = why.equals("there is no approval") ? "no approver's key signed it" : why;
            } catch (Envelope.Malformed e) {
                why = String.valueOf(e.getMessage());
            }
        }
        throw new KeyException("%s needs an approval: %s. Approve by 'auditflow approve %s --approve-key KEY'"
                .formatted(release.target().name(), why, release.target().name()));
    }

    private static String fault(
            Envelope envelope,
            Approver approver,
            VerifiedRelease release,
            String resource,
            Duration maxAge,
            Clock clock)
            throws Envelope.Malformed {
        if (approver.key().keyId().equals(release.keyId())) {
            return approver.name() + "'s key signed the verdict too, and two have to agree";
        }
        Statement statement = Statement.read(envelope.statement());
        JsonNode predicate = statement.predicate();
        if (!statement.type().equals(Statement.TYPE)
                || !statement.predicateType().equals(PREDICATE)
                || !predicate.path("resourceUri").asText("").equals(resource)) {
            return "the one of %s is about something else".formatted(approver.name());
        }
        if (!statement.subjects().containsKey(release.bundle().substring("sha256:".length()))) {
            return "the one of %s is about another rendering".formatted(approver.name());
        }
        try {
            Instant time = Instant.parse(predicate.path("time").asText(""));
            Instant now = clock.instant();
            boolean holds =
                    !time.isAfter(now.plus(Verifier.SKEW)) && !time.plus(maxAge).isBefore(now);
            return holds ? "" : "the one of %s is of %s".formatted(approver.name(), time);
        } catch (DateTimeParseException e) {
            return "the one of %s has no time".formatted(approver.name());
        }
    }
}
