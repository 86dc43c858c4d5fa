package dev.auditflow.attest;

import java.time.Duration;
import java.util.List;

/**
 * What a verifier of attestations goes by; none of it comes from the attestation.
 *
 * @param keys that are trusted for the environment
 * @param resource the URI that the attestation must be about
 * @param maxAge how old it may be
 */
public record Trust(List<Pair> keys, String resource, Duration maxAge, Revocations revocations, Seal seal) {
    public Trust {
        keys = List.copyOf(keys);
    }

    /** A key, and the only verifier that it may speak for. */
    public record Pair(VerifyingKey key, String verifier) {}
}
