package dev.auditflow.admission.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Replicas that share a Secret, through ten lives of an authority. */
class ReplicasTest {
    private static final int REPLICAS = 5;
    private static final int LIVES = 10;
    private static final int TRIES = 3_000;

    @Test
    void replicasThatStartAtOnceAndRenewAtOnceShowOneCertificate() throws Exception {
        Shared cluster = new Shared();
        Moved clock = new Moved();
        ManagedIdentity.Settings settings = new ManagedIdentity.Settings(
                List.of("gate.svc"), Duration.ofDays(9), Duration.ofDays(3), Duration.ofMillis(5));
        List<ManagedIdentity> replicas = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(REPLICAS)) {
            List<Callable<ManagedIdentity>> starts = new ArrayList<>();
            for (int i = 0; i < REPLICAS; i++) {
                starts.add(() -> ManagedIdentity.start(cluster, settings, clock, _ -> {}));
            }
            for (Future<ManagedIdentity> started : pool.invokeAll(starts)) {
                replicas.add(started.get());
            }
            assertThat(shown(replicas)).as("at the start").isEqualTo(1);
            for (int i = 0; i < LIVES * 3; i++) {
                long before = replicas.getFirst().expires();
                clock.now = clock.now.plus(Duration.ofDays(2)).plusSeconds(3600);
                boolean agreed = false;
                for (int tries = 0; tries < TRIES && !agreed; tries++) {
                    assertThat(replicas)
                            .as("nobody shows what is not trusted")
                            .allSatisfy(replica -> assertThat(replica.trouble()).isEmpty());
                    Thread.sleep(5);
                    // A new authority comes in two steps, so what is agreed on may change at once.
                    agreed = shown(replicas) == 1 && replicas.getFirst().expires() > before;
                }
                assertThat(agreed).as("they agree on the next one").isTrue();
            }
        } finally {
            replicas.forEach(ManagedIdentity::close);
        }
    }

    private static long shown(List<ManagedIdentity> replicas) {
        return replicas.stream()
                .map(replica -> replica.identity().chain().getFirst().getSerialNumber())
                .distinct()
                .count();
    }

    private static final class Moved extends Clock {
        private volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** A Secret and a webhook configuration, with versions as an API server keeps them. */
    private static final class Shared implements Cluster {
        private int version;
        private Map<String, byte[]> data = Map.of();
        private String registered = "";

        @Override
        public synchronized StoredSecret read() {
            return new StoredSecret(Integer.toString(version), data);
        }

        @Override
        public synchronized boolean write(String known, Map<String, byte[]> next) {
            if (!known.equals(Integer.toString(version))) {
                return false;
            }
            version++;
            data = Map.copyOf(next);
            return true;
        }

        @Override
        public synchronized Optional<String> registered() {
            return Optional.of(registered);
        }

        @Override
        public synchronized void register(String authorities) {
            registered = authorities;
        }
    }
}
