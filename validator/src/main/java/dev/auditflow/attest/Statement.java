package dev.auditflow.attest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.Digests;
import dev.auditflow.yaml.JsonTree;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An in-toto Statement v1 with a SLSA Verification Summary v1 as its predicate. Fields that are not known are left alone,
 * as both specifications ask; what is missing reads as empty, and the checks refuse it.
 */
public final class Statement {
    static final String TYPE = "https://in-toto.io/Statement/v1";
    static final String PREDICATE = "https://slsa.dev/verification_summary/v1";
    static final String LEVEL = "AUDITFLOW_MANIFEST_POLICY";
    static final String PASSED = "PASSED";

    /** Our own part of the predicate: extensions of it are named by URIs. */
    static final String EXTENSION = "https://auditflow.dev/attestation/v1";

    private static final String BUILD_LEVEL = "SLSA_BUILD_LEVEL_UNEVALUATED";

    private final JsonNode root;

    private Statement(JsonNode root) {
        this.root = root;
    }

    /**
     * What a statement says beside its subjects.
     *
     * @param program version of this program
     */
    record Summary(
            String verifier,
            String program,
            Instant time,
            String resource,
            String policyUri,
            String policyDigest,
            Digests digests,
            boolean sealed) {}

    /** A statement that something passed. */
    static Statement passed(List<Named> subjects, Summary summary) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("_type", TYPE);
        ArrayNode list = root.putArray("subject");
        subjects.forEach(subject ->
                list.addObject().put("name", subject.name()).putObject("digest").put("sha256", subject.digest()));
        root.put("predicateType", PREDICATE);
        ObjectNode predicate = root.putObject("predicate");
        ObjectNode verifier = predicate.putObject("verifier").put("id", summary.verifier());
        verifier.putObject("version").put("auditflow", summary.program());
        predicate.put("timeVerified", summary.time().toString()).put("resourceUri", summary.resource());
        ObjectNode policy = predicate.putObject("policy").put("uri", summary.policyUri());
        policy.putObject("digest").put("sha256", summary.policyDigest());
        predicate.put("verificationResult", PASSED);
        predicate.putArray("verifiedLevels").add(BUILD_LEVEL).add(LEVEL);
        predicate.put("slsaVersion", "1.2");
        predicate
                .putObject(EXTENSION)
                .put("policies", summary.digests().policies())
                .put("schemas", summary.digests().schemas())
                .put("sealed", summary.sealed());
        return new Statement(root);
    }

    /** Reads the payload of an envelope whose signature was verified. @throws Envelope.Malformed if it is no JSON object */
    static Statement read(String json) throws Envelope.Malformed {
        try {
            JsonNode root = JsonTree.readStrictly(json);
            if (!root.isObject()) {
                throw new Envelope.Malformed("its payload is no JSON object");
            }
            return new Statement(root);
        } catch (JsonProcessingException e) {
            throw new Envelope.Malformed("its payload is not valid JSON: " + e.getOriginalMessage());
        } catch (StackOverflowError e) {
            throw new Envelope.Malformed("the JSON of its payload is nested too deep");
        }
    }

    String json() {
        return JsonTree.write(root);
    }

    String type() {
        return root.path("_type").asText("");
    }

    String predicateType() {
        return root.path("predicateType").asText("");
    }

    /** SHA-256 in hex to the name of what has it; subjects with other digests only are left out. */
    public Map<String, String> subjects() {
        Map<String, String> subjects = new LinkedHashMap<>();
        for (JsonNode subject : root.path("subject")) {
            JsonNode digest = subject.path("digest").path("sha256");
            if (digest.isTextual()) {
                subjects.putIfAbsent(digest.textValue(), subject.path("name").asText(""));
            }
        }
        return subjects;
    }

    String verifier() {
        return predicate("verifier").path("id").asText("");
    }

    String resource() {
        return predicate("resourceUri").asText("");
    }

    String result() {
        return predicate("verificationResult").asText("");
    }

    Set<String> levels() {
        Set<String> levels = new LinkedHashSet<>();
        predicate("verifiedLevels").forEach(level -> levels.add(level.asText("")));
        return levels;
    }

    /** When the verdict was made; empty if absent or no RFC 3339 time. */
    public Optional<Instant> time() {
        try {
            return Optional.of(Instant.parse(predicate("timeVerified").asText("")));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** SHA-256 in hex of the policies and schemas; empty if absent. */
    public String policyDigest() {
        return predicate("policy").path("digest").path("sha256").asText("");
    }

    /** {@code sha256:<hex>} of the policy bundles alone; empty if absent. */
    String policies() {
        return predicate(EXTENSION).path("policies").asText("");
    }

    JsonNode predicate() {
        return root.path("predicate");
    }

    private JsonNode predicate(String field) {
        return root.path("predicate").path(field);
    }
}
