package dev.auditflow.admission.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps certificates in a Secret that all replicas share, renews them, and registers the authorities. One thread looks
 * again and again; it may be any number of replicas that do so, for a write is refused to all but one.
 */
public final class ManagedIdentity implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ManagedIdentity.class.getName());
    private static final int TRIES = 5;

    private final Cluster cluster;
    private final Settings settings;
    private final Clock clock;
    private final Consumer<Identity> changed;
    private volatile State state;
    private @Nullable Thread thread;

    /**
     * What is asked for.
     *
     * @param hosts DNS names and IP addresses that the API server calls
     * @param authorityLife how long an authority lives
     * @param leafLife how long the server's certificate lives
     * @param pause between two looks
     */
    public record Settings(List<String> hosts, Duration authorityLife, Duration leafLife, Duration pause) {
        public Settings {
            hosts = List.copyOf(hosts);
        }

        private Certificates.Lives lives() {
            return new Certificates.Lives(authorityLife, leafLife);
        }
    }

    /**
     * What was seen last.
     *
     * @param registered what the API server trusts; null if there is no webhook configuration
     */
    private record State(
            Certificates certificates, @Nullable List<X509Certificate> registered, String trouble) {}

    private ManagedIdentity(Cluster cluster, Settings settings, Clock clock, Consumer<Identity> changed, State state) {
        this.cluster = cluster;
        this.settings = settings;
        this.clock = clock;
        this.changed = changed;
        this.state = state;
    }

    /**
     * Reads or makes the certificates.
     *
     * @param changed told of each new identity
     * @throws Cluster.Unreachable if the Secret cannot be read or written
     */
    public static ManagedIdentity start(Cluster cluster, Settings settings, Clock clock, Consumer<Identity> changed)
            throws Cluster.Unreachable {
        ManagedIdentity identity =
                new ManagedIdentity(cluster, settings, clock, changed, look(cluster, settings, clock));
        identity.thread = Thread.ofPlatform().daemon().name("certificates").start(identity::lookAgain);
        return identity;
    }

    /** What to show now. */
    public Identity identity() {
        return state.certificates().identity();
    }

    /** When the certificate that is shown ends, in seconds since 1970. */
    public long expires() {
        return state.certificates()
                .leaf()
                .certificate()
                .getNotAfter()
                .toInstant()
                .getEpochSecond();
    }

    /** Whether the API server trusts what is shown; if not, a sentence says why, and else until when it is good. */
    public Optional<String> trouble() {
        State now = state;
        List<X509Certificate> registered = now.registered();
        if (registered == null) {
            return Optional.of("there is no webhook configuration, so the API server calls nobody");
        }
        X509Certificate leaf = now.certificates().leaf().certificate();
        if (clock.instant().isAfter(leaf.getNotAfter().toInstant())) {
            return Optional.of("the certificate ended on " + leaf.getNotAfter().toInstant() + "; " + now.trouble());
        }
        return registered.stream().anyMatch(authority -> isSignedBy(leaf, authority))
                ? Optional.empty()
                : Optional.of("the API server does not trust the certificate that is shown; " + now.trouble());
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void lookAgain() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(settings.pause());
                State before = state;
                state = look(cluster, settings, clock);
                if (!state.certificates()
                        .leaf()
                        .certificate()
                        .equals(before.certificates().leaf().certificate())) {
                    changed.accept(identity());
                    LOG.log(
                            Level.INFO,
                            "The certificate is renewed until {0}",
                            state.certificates()
                                    .leaf()
                                    .certificate()
                                    .getNotAfter()
                                    .toInstant());
                }
            } catch (InterruptedException e) {
                return;
            } catch (Cluster.Unreachable | RuntimeException e) {
                String trouble = String.valueOf(e.getMessage());
                if (!trouble.equals(state.trouble())) {
                    LOG.warning(trouble);
                }
                state = new State(state.certificates(), state.registered(), trouble);
            }
        }
    }

    private static State look(Cluster cluster, Settings settings, Clock clock) throws Cluster.Unreachable {
        for (int i = 0; i < TRIES; i++) {
            Cluster.StoredSecret stored = cluster.read();
            Optional<String> registered = cluster.registered();
            List<X509Certificate> trusted =
                    registered.map(ManagedIdentity::certificates).orElse(List.of());
            try {
                Optional<Certificates> wanted = wanted(stored, settings, clock, trusted);
                if (wanted.isPresent()
                        && !cluster.write(stored.version(), wanted.get().data())) {
                    continue;
                }
                Certificates now = wanted.isPresent() ? wanted.get() : Certificates.of(stored.data());
                if (registered.isPresent() && !registered.get().equals(now.authorities())) {
                    cluster.register(now.authorities());
                    trusted = certificates(now.authorities());
                }
                return new State(now, registered.isPresent() ? trusted : null, "");
            } catch (GeneralSecurityException e) {
                throw new Cluster.Unreachable("Certificates cannot be made: " + e.getMessage());
            }
        }
        throw new Cluster.Unreachable("Others write the Secret again and again");
    }

    /** What the Secret should hold; empty if it is good. */
    private static Optional<Certificates> wanted(
            Cluster.StoredSecret stored, Settings settings, Clock clock, List<X509Certificate> trusted)
            throws GeneralSecurityException {
        Certificates found;
        try {
            found = Certificates.of(stored.data());
        } catch (GeneralSecurityException e) {
            if (!stored.data().isEmpty()) {
                LOG.warning("The Secret does not hold what belongs together, so its certificates are made anew");
            }
            return Optional.of(Certificates.create(settings.hosts(), clock.instant(), settings.lives()));
        }
        return found.renewed(settings.hosts(), clock.instant(), settings.lives(), trusted);
    }

    private static List<X509Certificate> certificates(String pem) {
        try {
            return pem.isBlank() ? List.of() : Pem.certificates(pem);
        } catch (CertificateException e) {
            return List.of();
        }
    }

    private static boolean isSignedBy(X509Certificate leaf, X509Certificate authority) {
        try {
            leaf.verify(authority.getPublicKey());
            return leaf.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
