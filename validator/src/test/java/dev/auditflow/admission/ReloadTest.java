package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.admission.ApiServerJudge.Answer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration changes while reviews come. */
class ReloadTest {
    private static final String STRICT = "version: 1\nreleases: []\n";
    private static final String MILD = STRICT + "policies: {rules: {AF307: warn}}\n";

    @TempDir
    Path folder;

    @Test
    void anotherConfigurationCountsWithoutARestart() throws Exception {
        write(STRICT);
        try (Webhook webhook = Webhook.start(folder)) {
            Answer before = webhook.review(Review.create(Review.BAD_POD));
            assertThat(before.allowed()).isFalse();
            write(MILD);
            Await.until(() -> webhook.review(Review.create(Review.BAD_POD)).allowed());
            assertThat(webhook.review(Review.create(Review.BAD_POD)).annotation("bundle"))
                    .isNotEqualTo(before.annotation("bundle"));
            assertThat(webhook.get("/metrics"))
                    .contains("auditflow_reloads_total{result=\"success\",what=\"policies\"} 1.0");
        }
    }

    @Test
    void aBadConfigurationKeepsTheLastGoodOneAndIsSaid() throws Exception {
        write(STRICT);
        try (Webhook webhook = Webhook.start(folder)) {
            String good = webhook.review(Review.create(Review.BAD_POD)).annotation("bundle");
            write("version: 1\npolicies: {rules: {AF307: maybe}}\n");
            Await.until(() -> webhook.get("/metrics").contains("\nauditflow_policies_current 0.0"));
            assertThat(webhook.get("/readyz"))
                    .contains(good)
                    .contains("what came after it is not used: auditflow.yaml:2:");
            assertThat(webhook.status("/readyz"))
                    .as("the last good ones still decide")
                    .isEqualTo(200);
            assertThat(webhook.review(Review.create(Review.BAD_POD)).annotation("bundle"))
                    .isEqualTo(good);
            write(MILD);
            Await.until(() -> webhook.get("/metrics").contains("\nauditflow_policies_current 1.0"));
            assertThat(webhook.get("/readyz")).doesNotContain("not used");
        }
    }

    @Test
    void noReviewSeesAMixture() throws Exception {
        write(STRICT);
        try (Webhook webhook = Webhook.start(folder);
                ExecutorService pool = Executors.newFixedThreadPool(4)) {
            AtomicBoolean enough = new AtomicBoolean();
            List<Future<Set<String>>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(pool.submit(() -> seen(webhook, enough)));
            }
            for (int i = 0; i < 10; i++) {
                write(i % 2 == 0 ? MILD : STRICT);
                int reloads = i + 1;
                Await.until(() -> webhook.get("/metrics")
                        .contains("auditflow_reloads_total{result=\"success\",what=\"policies\"} " + reloads + ".0"));
            }
            enough.set(true);
            Set<String> all = new TreeSet<>();
            for (Future<Set<String>> caller : callers) {
                all.addAll(caller.get());
            }
            assertThat(all).as("each bundle has one verdict").hasSize(2);
        }
    }

    @Test
    void nothingToBeginWithIsAnError() throws Exception {
        write("version: 1\npolicies: {builtin: false}\n");
        assertThatThrownBy(() -> Webhook.start(folder).close()).hasMessageContaining("No policy is left to judge by");
    }

    /** What bundle gave what verdict. */
    private static Set<String> seen(Webhook webhook, AtomicBoolean enough) throws Exception {
        Set<String> seen = new TreeSet<>();
        byte[] body = Review.create(Review.BAD_POD).bytes();
        while (!enough.get()) {
            HttpResponse<byte[]> response = webhook.post(body);
            Answer answer = ApiServerJudge.accept(response, "v1", Review.UID);
            seen.add(answer.annotation("bundle") + " " + answer.annotation("verdict"));
        }
        return seen;
    }

    /** As an editor or a mounted ConfigMap does: one file in the place of another. */
    private void write(String text) throws Exception {
        Path next = folder.resolve("next");
        Files.writeString(next, text);
        Files.move(next, folder.resolve("auditflow.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }
}
