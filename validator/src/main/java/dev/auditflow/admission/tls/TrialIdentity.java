package dev.auditflow.admission.tls;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A certificate for a trial: nobody trusts it, and it is gone when the program ends. */
public final class TrialIdentity {
    private static final Duration LIFE = Duration.ofDays(1);

    private TrialIdentity() {}

    /**
     * A new one.
     *
     * @param hosts DNS names and IP addresses that it is for
     */
    public static Identity create(List<String> hosts, Instant now) {
        try {
            Authority.Leaf leaf = Authority.create(now, LIFE).sign(hosts, now, LIFE);
            return new Identity(List.of(leaf.certificate()), leaf.key());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java can make elliptic-curve keys", e);
        }
    }
}
