package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.auditflow.host.Command;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when there is too much to do, with a policy that takes as long as it is let. */
class LoadTest {
    private static final String SLOW = """
            package main

            import rego.v1

            deny contains "never" if {
                input.metadata.labels.slow == "yes"
                some a in numbers.range(1, 3000)
                some b in numbers.range(1, 3000)
                a * b == -1
            }
            """;
    private static final String SLOW_POD =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: slow, namespace: shop, labels: {slow: \"yes\"}}}";
    private static final String QUICK_POD =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: quick, namespace: shop}}";

    @TempDir
    Path folder;

    @BeforeEach
    void writePolicy() throws Exception {
        assumeTrue(Command.find("opa").isPresent(), "install opa on the PATH to run this test");
        Files.writeString(folder.resolve("slow.rego"), SLOW);
    }

    @Test
    void anEvaluationEndsAtTheTimeoutOfTheUrlAndTheNextOneIsWell() throws Exception {
        try (Webhook webhook = Webhook.start(folder, "-p", "slow.rego")) {
            HttpResponse<byte[]> late =
                    webhook.post("/validate?timeout=1s", Review.create(SLOW_POD).bytes());
            assertThat(late.statusCode()).isEqualTo(500);
            assertThat(text(late)).startsWith("No verdict: ").contains("did not end within");
            assertThat(webhook.review(Review.create(QUICK_POD)).allowed()).isTrue();
            assertThat(webhook.get("/metrics")).contains("auditflow_admission_refused_total{reason=\"deadline\"} 1.0");
        }
    }

    @Test
    void anUpdateWithoutAnAnswerIsNoWarningBecauseThereWasNoneBefore() throws Exception {
        try (Webhook webhook = Webhook.start(folder, "-p", "slow.rego")) {
            Review update = Review.update(SLOW_POD, SLOW_POD);
            assertThat(webhook.post("/validate?timeout=1s", update.bytes()).statusCode())
                    .isEqualTo(500);
        }
    }

    @Test
    void whatFindsNoRoomIsTurnedAwayAtOnceWithAReason() throws Exception {
        try (Webhook webhook = Webhook.start(folder, "-p", "slow.rego", "--threads", "1", "--queue", "1");
                ExecutorService pool = Executors.newFixedThreadPool(8)) {
            byte[] slow = Review.create(SLOW_POD).bytes();
            List<Future<HttpResponse<byte[]>>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(pool.submit(() -> webhook.post("/validate?timeout=5s", slow)));
            }
            List<HttpResponse<byte[]>> answers = new ArrayList<>();
            for (Future<HttpResponse<byte[]>> call : calls) {
                answers.add(call.get());
            }
            List<HttpResponse<byte[]>> shed = answers.stream()
                    .filter(answer -> answer.statusCode() == 429)
                    .toList();
            assertThat(shed).hasSize(6);
            assertThat(text(shed.getFirst())).contains("wait already");
            assertThat(webhook.review(Review.create(QUICK_POD)).allowed()).isTrue();
        }
    }

    @Test
    void whatHasBegunIsAnsweredBeforeTheServerEnds() throws Exception {
        try (Webhook webhook = Webhook.start(folder, "-p", "slow.rego", "--threads", "1");
                ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Future<HttpResponse<byte[]>> running = pool.submit(() ->
                    webhook.post("/validate?timeout=3s", Review.create(SLOW_POD).bytes()));
            Await.until(() -> webhook.get("/metrics").contains("auditflow_admission_running 1"));
            webhook.process().destroy();
            assertThat(running.get().statusCode())
                    .as("an answer, not a closed connection")
                    .isEqualTo(500);
            assertThat(webhook.process().waitFor()).isIn(0, 143);
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
