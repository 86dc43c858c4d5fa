package dev.auditflow.attest;

import java.util.List;
import java.util.Optional;

/** Finds an attestation by the digest that a ledger names it by, and holds it against the rendering that the same row names. */
public final class KnownAttestation {
    private KnownAttestation() {}

    /** What is known of it. */
    public sealed interface Answer {
        /** A trusted key signed it, and it is about that rendering. */
        record Signed(String keyId) implements Answer {}

        /** It is not among these envelopes. */
        record NotAtHand() implements Answer {}

        /** It is there and does not hold; the reason is the end of a sentence. */
        record Wrong(String reason) implements Answer {}
    }

    /**
     * Looks for it.
     *
     * @param envelopes one on a line; other lines are left alone
     * @param attestation {@code sha256:<hex>} of the statement
     * @param bundle {@code sha256:<hex>} of the rendering
     * @param keys that are trusted for the environment
     */
    public static Answer find(String envelopes, String attestation, String bundle, List<Trust.Pair> keys) {
        Optional<Envelope> found = envelopes
                .lines()
                .flatMap(line -> read(line).stream())
                .filter(envelope -> envelope.digest().equals(attestation))
                .findFirst();
        if (found.isEmpty()) {
            return new Answer.NotAtHand();
        }
        Optional<Trust.Pair> signer =
                keys.stream().filter(pair -> found.get().isSignedBy(pair.key())).findFirst();
        if (signer.isEmpty()) {
            return new Answer.Wrong("no trusted key signed it");
        }
        try {
            String hex = bundle.substring(bundle.indexOf(':') + 1);
            boolean names = Statement.read(found.get().statement()).subjects().containsKey(hex);
            return names
                    ? new Answer.Signed(signer.get().key().keyId())
                    : new Answer.Wrong("it is about another rendering");
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
