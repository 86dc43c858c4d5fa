package dev.auditflow.admission.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the Secret holds: the authority that signs, the one before and the one after it, and the server's certificate. All
 * three are registered with the API server, so that a change of the authority is a change of one Secret and needs no step
 * at the same time anywhere else: what a replica shows that has not read the Secret again is signed by the one before, and
 * what comes next is trusted already.
 *
 * @param previous null until the first change
 */
record Certificates(@Nullable X509Certificate previous, Authority current, Authority next, Authority.Leaf leaf) {
    /** How long certificates live. They are renewed when two thirds of that have passed. */
    record Lives(Duration authority, Duration leaf) {}

    static Certificates create(List<String> hosts, Instant now, Lives lives) throws GeneralSecurityException {
        Authority current = Authority.create(now, lives.authority());
        Authority next = Authority.create(now.plusMillis(1), lives.authority().multipliedBy(2));
        return new Certificates(null, current, next, current.sign(hosts, now, lives.leaf()));
    }

    /**
     * What should be there instead; empty if it is good for now.
     *
     * @param registered the certificates that the API server trusts
     */
    Optional<Certificates> renewed(List<String> hosts, Instant now, Lives lives, List<X509Certificate> registered)
            throws GeneralSecurityException {
        boolean authorityDue = isDue(current.certificate(), now)
                || lasts(current.certificate(), now, lives.authority().multipliedBy(2));
        // The one after must be trusted before anything is signed by it.
        if (authorityDue && registered.contains(next.certificate())) {
            Authority after = Authority.create(now, lives.authority().multipliedBy(2));
            return Optional.of(
                    new Certificates(current.certificate(), next, after, next.sign(hosts, now, lives.leaf())));
        }
        if (isDue(leaf.certificate(), now)
                || lasts(leaf.certificate(), now, lives.leaf())
                || !names(leaf.certificate()).containsAll(hosts)) {
            return Optional.of(new Certificates(previous, current, next, current.sign(hosts, now, lives.leaf())));
        }
        return Optional.empty();
    }

    private static boolean isDue(X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant().plus(Authority.SKEW);
        Duration life = Duration.between(from, certificate.getNotAfter().toInstant());
        return now.isAfter(from.plus(life.multipliedBy(2).dividedBy(3)));
    }

    /** Whether it is good for longer than it should be: somebody has chosen shorter lives since. */
    private static boolean lasts(X509Certificate certificate, Instant now, Duration longest) {
        return certificate.getNotAfter().toInstant().isAfter(now.plus(longest));
    }

    private static List<String> names(X509Certificate certificate) throws GeneralSecurityException {
        return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                .flatMap(java.util.Collection::stream)
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    /** What the API server must trust, as PEM. */
    String authorities() {
        return (previous == null ? "" : Pem.of(previous)) + Pem.of(current.certificate()) + Pem.of(next.certificate());
    }

    Identity identity() {
        return new Identity(List.of(leaf.certificate()), leaf.key());
    }

    /** The data of the Secret. */
    Map<String, byte[]> data() {
        Map<String, String> texts = new TreeMap<>();
        texts.put("ca.crt", authorities());
        texts.put("previous.crt", previous == null ? "" : Pem.of(previous));
        texts.put("current.crt", Pem.of(current.certificate()));
        texts.put("current.key", Pem.of(current.key()));
        texts.put("next.crt", Pem.of(next.certificate()));
        texts.put("next.key", Pem.of(next.key()));
        texts.put("tls.crt", Pem.of(leaf.certificate()));
        texts.put("tls.key", Pem.of(leaf.key()));
        Map<String, byte[]> data = new TreeMap<>();
        texts.forEach((name, text) -> data.put(name, text.getBytes(StandardCharsets.US_ASCII)));
        return data;
    }

    /** Of a Secret's data. @throws GeneralSecurityException if something is missing or does not belong together */
    static Certificates of(Map<String, byte[]> data) throws GeneralSecurityException {
        String previous = text(data, "previous.crt");
        Certificates found = new Certificates(
                previous.isBlank() ? null : Pem.certificates(previous).getFirst(),
                new Authority(
                        Pem.certificates(text(data, "current.crt")).getFirst(), Pem.key(text(data, "current.key"))),
                new Authority(Pem.certificates(text(data, "next.crt")).getFirst(), Pem.key(text(data, "next.key"))),
                new Authority.Leaf(Pem.certificates(text(data, "tls.crt")).getFirst(), Pem.key(text(data, "tls.key"))));
        found.leaf().certificate().verify(found.current().certificate().getPublicKey());
        return found;
    }

    private static String text(Map<String, byte[]> data, String name) {
        return new String(data.getOrDefault(name, new byte[0]), StandardCharsets.US_ASCII);
    }
}
