package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies of many callers at once, several times what the heap of the chart holds. */
class BodiesTest {
    private static final int CALLERS = 12;
    private static final int LARGE = 5 * 1024 * 1024;

    @TempDir
    static Path folder;

    private static Webhook webhook;

    @BeforeAll
    static void start() throws Exception {
        webhook = Webhook.start(folder, Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m"));
    }

    @AfterAll
    static void stop() {
        webhook.close();
    }

    @Test
    void whatTheHeapCannotHoldIsTurnedAwayAndTheRestIsJudged() throws Exception {
        byte[] large = Review.create("{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop}}")
                .with(request -> request.putObject("options").put("fill", "x".repeat(LARGE)))
                .bytes();
        List<Integer> codes = all(() -> {
            HttpResponse<byte[]> answer = webhook.post("/validate?timeout=30s", large);
            return answer.statusCode();
        });
        assertThat(codes).hasSize(CALLERS).allMatch(code -> code == 200 || code == 429 || code == 503);
        assertIsWell();
    }

    @Test
    void bodiesWithoutAnEndAreCutOff() throws Exception {
        List<Integer> codes = all(BodiesTest::endless);
        assertThat(codes).hasSize(CALLERS).allMatch(code -> code == 413 || code == 429);
        assertIsWell();
    }

    private static void assertIsWell() throws Exception {
        Await.until(() -> webhook.get("/metrics").contains("auditflow_admission_body_bytes 0"));
        assertThat(webhook.review(Review.create(Review.GOOD_POD)).allowed()).isTrue();
        assertThat(webhook.said()).doesNotContain("OutOfMemory");
    }

    private static List<Integer> all(java.util.concurrent.Callable<Integer> call) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(CALLERS)) {
            List<Integer> codes = new ArrayList<>();
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                calls.add(pool.submit(call));
            }
            for (Future<Integer> answered : calls) {
                codes.add(answered.get());
            }
            return codes;
        }
    }

    /** Sends chunks until it is told to stop; returns the status. */
    private static int endless() throws Exception {
        try (SSLSocket socket =
                (SSLSocket) Webhook.trusting().getSocketFactory().createSocket("127.0.0.1", webhook.port())) {
            socket.setSoTimeout(60_000);
            String line = Webhook.postInChunks(socket, 130);
            return Integer.parseInt(line.substring(9));
        }
    }
}
