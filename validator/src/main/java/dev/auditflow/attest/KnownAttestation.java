package dev.auditflow.attest;

import java.util.Optional;

/** Finds an attestation by the digest that a ledger names it by, and holds it against the rendering that the same row names. */
public final class KnownAttestation {
    private KnownAttestation() {}

    /** What is known of it. */
    public sealed interface Answer {
        /** A trusted key signed it, and it is about that rendering. */
        record Signed(String keyId) implements Answer {}

        /** It is not among these envelopes, or no key is trusted to say who signed it. */
        record NotAtHand() implements Answer {}

        /** It does not hold; the reason is the end of a sentence. */
        record Wrong(String reason) implements Answer {}
    }

    /**
     * Looks for it.
     *
     * @param envelopes one on a line; other lines are left alone
     * @param attestation {@code sha256:<hex>} of the statement
     * @param bundle {@code sha256:<hex>} of the rendering
     * @param trust of the environment
     */
    public static Answer find(String envelopes, String attestation, String bundle, Trust trust) {
        Optional<String> revoked = trust.revocations().reason(attestation, bundle);
        if (revoked.isPresent()) {
            return new Answer.Wrong("it is revoked: " + revoked.get());
        }
        Optional<Envelope> found = envelopes
                .lines()
                .flatMap(line -> read(line).stream())
                .filter(envelope -> envelope.digest().equals(attestation))
                .findFirst();
        if (found.isEmpty() || trust.keys().isEmpty()) {
            return new Answer.NotAtHand();
        }
        Optional<Trust.Pair> signer = trust.keys().stream()
                .filter(pair -> found.get().isSignedBy(pair.key()))
                .findFirst();
        if (signer.isEmpty()) {
            return new Answer.Wrong("no trusted key signed it");
        }
        String key = signer.get().key().keyId();
        Optional<String> revokedKey = trust.revocations().reason("key:" + key);
        if (revokedKey.isPresent()) {
            return new Answer.Wrong("its key is revoked: " + revokedKey.get());
        }
        try {
            String hex = bundle.substring(bundle.indexOf(':') + 1);
            boolean names = Statement.read(found.get().statement()).subjects().containsKey(hex);
            return names ? new Answer.Signed(key) : new Answer.Wrong("it is about another rendering");
        } catch (Envelope.Malformed e) {
            return new Answer.Wrong(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Envelope> read(String line) {
        try {
            return line.isBlank() ? Optional.empty() : Optional.of(Envelope.read(line));
        } catch (Envelope.Malformed e) {
            return Optional.empty();
        }
    }
}
