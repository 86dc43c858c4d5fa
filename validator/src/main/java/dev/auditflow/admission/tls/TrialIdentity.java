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
            // Through text, as what is mounted or lies in a Secret: the start that others are trained by shall be like
            // theirs.
            return new Identity(Pem.certificates(Pem.of(leaf.certificate())), Pem.key(Pem.of(leaf.key())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java can make elliptic-curve keys", e);
        }
    }
}
