package dev.auditflow.admission.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Clocks of two machines are never the same. */
class CertificateTimeTest {
    @Test
    void aCertificateHoldsForAClockThatIsMinutesBehind() throws Exception {
        Instant now = Instant.parse("2030-01-01T00:00:00Z");
        Authority authority = Authority.create(now, Duration.ofDays(1));
        Authority.Leaf leaf = authority.sign(java.util.List.of("127.0.0.1"), now, Duration.ofHours(1));
        Instant behind = now.minus(Duration.ofMinutes(9));
        assertThat(authority.certificate().getNotBefore().toInstant()).isBefore(behind);
        assertThat(leaf.certificate().getNotBefore().toInstant()).isBefore(behind);
        leaf.certificate().checkValidity(java.util.Date.from(behind));
        leaf.certificate().verify(authority.certificate().getPublicKey());
    }
}
