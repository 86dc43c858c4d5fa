package dev.auditflow.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.manifest.ResourceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** An edit is no fight, and a fight is forgotten after a while. */
class FightsTest {
    private final Hands clock = new Hands();
    private final Fights fights = new Fights(clock);

    /** A clock that is set by hand. */
    private static final class Hands extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Test
    void threeRepairsAgainstOneManagerAreAFight() {
        for (int i = 0; i < Fights.ROUNDS; i++) {
            assertThat(fights.isFight("web", drift("keda"))).isFalse();
            fights.repaired("web", drift("keda"));
        }
        assertThat(fights.isFight("web", drift("keda"))).isTrue();
        assertThat(fights.isFight("web", drift("kubectl-edit"))).isFalse();
        assertThat(fights.isFight("store", drift("keda"))).isFalse();
    }

    @Test
    void oneEachHourIsNone() {
        for (int i = 0; i < 10; i++) {
            fights.repaired("web", drift("keda"));
            clock.now = clock.now.plus(Duration.ofMinutes(31));
            assertThat(fights.isFight("web", drift("keda"))).isFalse();
        }
    }

    private static Drift drift(String manager) {
        return new Drift(
                Drift.Kind.CHANGED,
                new ResourceId("apps/v1", "Deployment", "", "web"),
                "spec.replicas",
                "1",
                "2",
                manager,
                "2026-01-01T00:00:00Z");
    }
}
