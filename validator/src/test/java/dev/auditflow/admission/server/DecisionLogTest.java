package dev.auditflow.admission.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.admission.AdmissionPolicies;
import dev.auditflow.admission.Decision;
import dev.auditflow.admission.review.Requests;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Severity;
import dev.auditflow.check.policy.PolicyCheck;
import dev.auditflow.config.AdmissionSettings;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the decision log does when it has too much to write, or should not write all. */
class DecisionLogTest {
    private static final int MANY = 6_000;
    private static final Pattern DROPPED =
            Pattern.compile("(?m)^auditflow_decision_log_dropped_total\\{.*} ([0-9]+)\\.0$");
    private static final Resource POD = ManifestReader.objects(
                    "pod.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}}")
            .getFirst();

    /** Nobody reads until all are there: {@code add} would wait forever if it waited. */
    @Test
    void aLogThatNobodyReadsDropsLinesAndCountsThem() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Metrics metrics = new Metrics();
        OutputStream stopped = new OutputStream() {
            @Override
            public void write(int octet) {
                throw new UnsupportedOperationException("lines are written whole");
            }

            @Override
            public void write(byte[] line) {
                try {
                    read.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                written.writeBytes(line);
            }
        };
        DecisionLog log = new DecisionLog(stopped, 1, Clock.systemUTC(), metrics);
        for (int i = 0; i < MANY; i++) {
            log.add(decision(List.of()), "d" + i, Duration.ofMillis(1));
        }
        Matcher dropped = DROPPED.matcher(metrics.scrape());
        assertThat(dropped.find()).isTrue();
        int lost = Integer.parseInt(dropped.group(1));
        assertThat(lost).as("what waits is bounded").isGreaterThan(MANY / 4);
        read.countDown();
        log.close();
        assertThat(written.toString(StandardCharsets.UTF_8).lines()).hasSize(MANY - lost);
    }

    @Test
    void onlyWhatIsQuietIsLeftOutByTheShare() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        DecisionLog log = new DecisionLog(written, 0, Clock.systemUTC(), new Metrics());
        log.add(decision(List.of()), "quiet", Duration.ZERO);
        log.add(
                decision(List.of(new Finding(
                        "AF1",
                        "policy",
                        Severity.DENY,
                        "the message may quote a value",
                        POD.id(),
                        FieldPath.root(),
                        POD.locate(FieldPath.root()),
                        ""))),
                "denied",
                Duration.ZERO);
        log.close();
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("\"decision\":\"denied\"", "\"denied\":[\"AF1\"]")
                .doesNotContain("quiet", "quote a value");
    }

    private static Decision decision(List<Finding> denials) {
        AdmissionPolicies policies = new AdmissionPolicies(
                new PolicyCheck(List.of(), Map.of()),
                "sha256:0",
                AdmissionSettings.defaults(),
                List.of(),
                "auditflow.yaml",
                "",
                "1.34",
                false);
        return new Decision(
                Requests.creation(POD.root(), ""), denials, List.of(), List.of(), List.of(), 1, "", policies);
    }
}
