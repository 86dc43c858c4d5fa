package dev.auditflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.attest.Seal;
import dev.auditflow.config.BakeSettings;
import dev.auditflow.config.DeploySettings;
import dev.auditflow.lab.Lab;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines whose clocks are wrong, before a real API server: nothing of another machine's time is believed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockSkewTest {
    private static final Clock HERE = Clock.systemUTC();

    private Lab lab;
    private Cluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        lab = Lab.start(folder);
        cluster = Cluster.connect(lab.kubeconfig(), "lab");
    }

    @AfterAll
    void end() {
        if (cluster != null) {
            cluster.close();
            lab.close();
        }
    }

    private ReleaseLock take(String release, String holder, Clock clock) throws DeployException {
        return ReleaseLock.take(cluster, "default", release, holder, Duration.ZERO, clock, _ -> {});
    }

    private static Clock wrong(int minutes) {
        return Clock.offset(HERE, Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, 10})
    void aLeaseThatIsRenewedIsNotTaken(int minutes) throws Exception {
        String release = "renewed" + minutes;
        try (ReleaseLock holder = take(release, "holder", HERE)) {
            assertThatThrownBy(() -> take(release, "other", wrong(minutes))).hasMessageContaining("holder works on");
            holder.check();
            assertThat(holder.now())
                    .isBetween(Instant.now().minusSeconds(3), Instant.now().plusSeconds(3));
        }
        try (ReleaseLock next = take(release, "other", wrong(minutes))) {
            assertThat(next.fence()).isEqualTo(2);
            assertThat(next.now())
                    .isBetween(Instant.now().minusSeconds(3), Instant.now().plusSeconds(3));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, 10})
    void aLeaseThatNobodyRenewsIsTakenAfterItsLife(int minutes) throws Exception {
        String release = "left" + minutes;
        ObjectNode lease = LeaseObject.fresh("default", release);
        String time = wrong(minutes).instant().toString().substring(0, 19) + ".000000Z";
        lease.putObject("spec")
                .put("holderIdentity", "gone")
                .put("leaseDurationSeconds", 15)
                .put("acquireTime", time)
                .put("renewTime", time)
                .put("leaseTransitions", 4);
        cluster.create(LeaseObject.folder("default"), lease);
        try (ReleaseLock lock = take(release, "next", HERE)) {
            assertThat(lock.fence()).isEqualTo(5);
        }
    }

    /** A helm of somebody else began just now by the server, whatever it wrote itself and whatever clock looks. */
    @ParameterizedTest
    @ValueSource(ints = {-10, 10})
    void aHelmAtWorkIsNotTakenForGone(int minutes) throws Exception {
        String release = "pending" + Math.abs(minutes) + (minutes < 0 ? "slow" : "fast");
        pending(release, HERE.instant().minusSeconds(60L * minutes));
        HelmStorage storage = new HelmStorage(cluster, "default", release);
        try (ReleaseLock lock = take(release, "me", wrong(minutes))) {
            Settlement patient = new Settlement(site(wrong(minutes)), storage, lock, Duration.ofMinutes(5));
            assertThatThrownBy(() -> patient.settled(Optional.empty()))
                    .hasMessageContaining("a helm of somebody else seems to be at work");
            Duration limit = Duration.ofSeconds(2);
            while (lock.now().isBefore(begun(storage).plus(limit))) {
                Thread.sleep(100);
            }
            Settlement hasty = new Settlement(site(wrong(minutes)), storage, lock, limit);
            assertThat(hasty.settled(Optional.empty()).orElseThrow().status()).isEqualTo("failed");
        }
    }

    private static Instant begun(HelmStorage storage) throws DeployException {
        return Instant.parse(storage.last()
                .orElseThrow()
                .secret()
                .path("metadata")
                .path("creationTimestamp")
                .asText());
    }

    private Site site(Clock clock) {
        DeploySettings settings = new DeploySettings(
                "lab",
                "",
                Duration.ofMinutes(5),
                Duration.ZERO,
                DeploySettings.Approval.NONE,
                true,
                List.of(),
                BakeSettings.none(),
                List.of(),
                new dev.auditflow.config.LedgerSettings.InCluster());
        return new Site(
                cluster,
                "dev",
                settings,
                Path.of(""),
                "",
                Seal.none(),
                "me",
                Path.of("none"),
                clock,
                _ -> {},
                SourceCommit.none(),
                new dev.auditflow.deploy.rows.LedgerPlace.InCluster());
    }

    private void pending(String release, Instant since) throws Exception {
        String plain = """
            {"name":"%1$s","namespace":"default","version":1,"manifest":"","chart":{"metadata":{"name":"x"}},
            "info":{"status":"pending-upgrade","last_deployed":"%2$s"}}\
            """.formatted(release, since);
        Base64.Encoder encoder = Base64.getEncoder();
        byte[] inner = encoder.encode(plain.getBytes(StandardCharsets.UTF_8));
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "helm.sh/release.v1");
        secret.putObject("metadata")
                .put("name", "sh.helm.release.v1.%s.v1".formatted(release))
                .putObject("labels")
                .put("owner", "helm")
                .put("name", release)
                .put("version", "1")
                .put("status", "pending-upgrade");
        secret.putObject("data").put("release", encoder.encodeToString(inner));
        cluster.create("/api/v1/namespaces/default/secrets", secret);
    }
}
