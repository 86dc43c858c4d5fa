package dev.auditflow.cli;

import dev.auditflow.admission.server.Health;
import dev.auditflow.admission.server.Metrics;
import dev.auditflow.admission.tls.Cluster;
import dev.auditflow.admission.tls.Identity;
import dev.auditflow.admission.tls.KubernetesCluster;
import dev.auditflow.admission.tls.ManagedIdentity;
import dev.auditflow.admission.tls.MountedIdentity;
import dev.auditflow.admission.tls.ServedKey;
import dev.auditflow.admission.tls.TrialIdentity;
import dev.auditflow.config.ConfigException;
import dev.auditflow.host.TextFiles;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that say where the server's certificate comes from. */
final class TlsFlags {
    private static final Duration AUTHORITY = Duration.ofDays(365);
    private static final Duration LEAF = Duration.ofDays(30);

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Certificate chain in PEM; read again when it changes.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key in PEM.")
    private @Nullable Path key;

    @Option(
            names = "--tls-managed",
            paramLabel = "NAMESPACE/NAME",
            description = "Keep an authority and certificates of its own in this Secret, renewed without a restart.")
    private String secret = "";

    @Option(
            names = "--tls-self-signed",
            description = "A certificate that nobody trusts and that ends with the program, for a trial.")
    private boolean selfSigned;

    @Option(
            names = "--webhook-configuration",
            paramLabel = "NAME",
            description =
                    "ValidatingWebhookConfiguration to register the authorities in (default: auditflow-validator).")
    private String configuration = "auditflow-validator";

    @Option(
            names = "--tls-host",
            paramLabel = "HOST",
            description = "DNS name or IP address that the API server calls, for --tls-managed; repeatable.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = "--authority-lifetime",
            paramLabel = "DURATION",
            description = "For --tls-managed, as P365D or PT15S (default: P365D); renewed at two thirds.")
    private Duration authorityLife = AUTHORITY;

    @Option(
            names = "--certificate-lifetime",
            paramLabel = "DURATION",
            description = "For --tls-managed (default: P30D); renewed at two thirds.")
    private Duration leafLife = LEAF;

    @Option(
            names = "--tls-check",
            paramLabel = "DURATION",
            description = "For --tls-managed: pause between two looks at the Secret (default: PT10S).")
    private Duration pause = Duration.ofSeconds(10);

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description = "Take reviews only from clients with a certificate of these authorities.")
    private @Nullable Path clients;

    /**
     * What the server shows.
     *
     * @param clients authorities of client certificates as PEM; null to want none
     * @param end stops to keep it good
     */
    record Served(ServedKey key, @Nullable String clients, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    /**
     * Reads or makes the certificate.
     *
     * @throws ConfigException if there is none
     */
    Served start(Health health, Metrics metrics) throws ConfigException {
        int ways = (certificate == null ? 0 : 1) + (secret.isEmpty() ? 0 : 1) + (selfSigned ? 1 : 0);
        if ((certificate == null) != (key == null) || ways != 1) {
            throw new ConfigException("HTTPS needs --tls-cert and --tls-key, or --tls-managed, or --tls-self-signed");
        }
        if (selfSigned) {
            Identity trial = TrialIdentity.create(hosts.isEmpty() ? List.of("localhost") : hosts, Instant.now());
            return new Served(new ServedKey(trial), clientAuthorities(), () -> {});
        }
        AtomicReference<@Nullable ServedKey> shown = new AtomicReference<>();
        Consumer<Identity> changed = identity -> {
            ServedKey served = shown.get();
            if (served != null) {
                served.show(identity);
                metrics.reloaded("certificate", true);
            }
        };
        Served served = certificate != null && key != null
                ? mounted(certificate, key, health, metrics, changed)
                : managed(health, metrics, changed);
        shown.set(served.key());
        return served;
    }

    private Served mounted(Path chain, Path secretKey, Health health, Metrics metrics, Consumer<Identity> changed)
            throws ConfigException {
        try {
            MountedIdentity mounted = MountedIdentity.start(chain, secretKey, changed);
            health.require("certificate", () -> {
                Health.Condition good = until(mounted.expires());
                String trouble = mounted.trouble();
                return trouble.isEmpty()
                        ? good
                        : new Health.Condition(
                                good.holds(), good.sentence() + "; what came after it is not used: " + trouble);
            });
            expiry(metrics, mounted::expires);
            return new Served(new ServedKey(mounted.identity()), clientAuthorities(), mounted::close);
        } catch (IOException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private Served managed(Health health, Metrics metrics, Consumer<Identity> changed) throws ConfigException {
        String[] parts = secret.split("/", -1);
        if (parts.length != 2 || hosts.isEmpty()) {
            throw new ConfigException(
                    "--tls-managed takes NAMESPACE/NAME, and needs --tls-host: what the API server calls");
        }
        KubernetesClient client = new KubernetesClientBuilder().build();
        try {
            ManagedIdentity managed = ManagedIdentity.start(
                    new KubernetesCluster(client, parts[0], parts[1], configuration),
                    new ManagedIdentity.Settings(hosts, authorityLife, leafLife, pause),
                    Clock.systemUTC(),
                    changed);
            health.require(
                    "certificate",
                    () -> managed.trouble()
                            .map(trouble -> new Health.Condition(false, trouble))
                            .orElseGet(() -> until(managed.expires())));
            expiry(metrics, managed::expires);
            return new Served(new ServedKey(managed.identity()), clientAuthorities(), () -> {
                managed.close();
                client.close();
            });
        } catch (Cluster.Unreachable e) {
            client.close();
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String clientAuthorities() throws ConfigException {
        try {
            return clients == null ? null : TextFiles.read(clients);
        } catch (TextFiles.Unusable e) {
            throw new ConfigException(e.sentence());
        }
    }

    private static void expiry(Metrics metrics, java.util.function.Supplier<Long> seconds) {
        metrics.gauge(
                "auditflow_certificate_expiry_timestamp_seconds",
                "When the certificate that is shown ends.",
                seconds::get);
    }

    private static Health.Condition until(long seconds) {
        Instant end = Instant.ofEpochSecond(seconds);
        boolean good = Clock.systemUTC().instant().isBefore(end);
        return new Health.Condition(good, (good ? "good until " : "ended on ") + end);
    }
}
