package dev.auditflow.attest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.host.Digest;
import dev.auditflow.yaml.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A DSSE v1 envelope. Nothing in it may be believed before a signature was verified.
 *
 * @param payload base 64, standard alphabet
 */
record Envelope(String payloadType, String payload, List<Signature> signatures) {
    /** Most characters of an envelope that are read: a statement names each object of a rendering once. */
    static final int MAX_CHARACTERS = 8 * 1024 * 1024;

    private static final int MAX_SIGNATURES = 64;

    Envelope {
        signatures = List.copyOf(signatures);
    }

    /**
     * One signature.
     *
     * @param keyId a hint that nobody signed; may be empty
     * @param signature base 64, standard alphabet
     */
    record Signature(String keyId, String signature) {}

    /** The text is no envelope. The message says why, as the end of a sentence. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** Wraps a payload and signs it. */
    static Envelope sign(byte[] body, SigningKey key) {
        byte[] signature = key.sign(Dsse.encode(Dsse.IN_TOTO, body));
        Base64.Encoder encoder = Base64.getEncoder();
        return new Envelope(
                Dsse.IN_TOTO,
                encoder.encodeToString(body),
                List.of(new Signature(key.keyId(), encoder.encodeToString(signature))));
    }

    /** Reads an envelope; fields that DSSE does not know are left alone. @throws Malformed if it is none */
    static Envelope read(String json) throws Malformed {
        if (json.length() > MAX_CHARACTERS) {
            throw new Malformed("it is longer than %,d characters".formatted(MAX_CHARACTERS));
        }
        JsonNode root = tree(json);
        if (!root.isObject()) {
            throw new Malformed("it is no JSON object");
        }
        JsonNode list = root.path("signatures");
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_SIGNATURES) {
            throw new Malformed("\"signatures\" must hold 1 to %d signatures".formatted(MAX_SIGNATURES));
        }
        List<Signature> signatures = new ArrayList<>();
        for (JsonNode one : list) {
            JsonNode keyId = one.path("keyid");
            if (!keyId.isMissingNode() && !keyId.isNull() && !keyId.isTextual()) {
                throw new Malformed("a \"keyid\" is no text");
            }
            signatures.add(new Signature(keyId.asText(""), base64(one, "sig")));
        }
        return new Envelope(text(root, "payloadType"), base64(root, "payload"), signatures);
    }

    private static JsonNode tree(String json) throws Malformed {
        try {
            return JsonTree.readStrictly(json);
        } catch (JsonProcessingException e) {
            throw new Malformed("it is not valid JSON: " + e.getOriginalMessage());
        } catch (StackOverflowError e) {
            throw new Malformed("its JSON is nested too deep");
        }
    }

    private static String text(JsonNode node, String name) throws Malformed {
        JsonNode field = node.path(name);
        if (!field.isTextual()) {
            throw new Malformed("\"%s\" is missing or no text".formatted(name));
        }
        return field.textValue();
    }

    /** DSSE takes both alphabets, padded or not. */
    private static String base64(JsonNode node, String name) throws Malformed {
        String text = text(node, name).replace('-', '+').replace('_', '/');
        try {
            return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new Malformed("\"%s\" is not base64".formatted(name));
        }
    }

    byte[] body() {
        return Base64.getDecoder().decode(payload);
    }

    /** Whether the key made one of the signatures. */
    boolean isSignedBy(VerifyingKey key) {
        byte[] signed = Dsse.encode(payloadType, body());
        return signatures.stream()
                .anyMatch(one -> key.verifies(signed, Base64.getDecoder().decode(one.signature())));
    }

    /** On one line, without a line end. */
    String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("payload", payload).put("payloadType", payloadType);
        ArrayNode list = root.putArray("signatures");
        signatures.forEach(one -> list.addObject().put("keyid", one.keyId()).put("sig", one.signature()));
        return JsonTree.write(root);
    }

    /** {@code sha256:<hex>} of the signed payload: the attestation's name in ledgers and lists of what is revoked. */
    String digest() {
        return Digest.of(body());
    }

    /** The payload as text, for those who verified it. */
    String statement() {
        return new String(body(), StandardCharsets.UTF_8);
    }
}
