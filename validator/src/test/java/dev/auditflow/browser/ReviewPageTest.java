package dev.auditflow.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.gate.review.Review;
import dev.auditflow.gate.review.ReviewServer;
import dev.auditflow.gate.review.Reviews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The review in a real browser, by keys and by buttons. {@code AUDITFLOW_PICTURES=DIR} keeps pictures of it. */
class ReviewPageTest {
    private static final String SHOWN = "document.querySelectorAll('.object:not([hidden])').length";
    private static final String NOW = "document.querySelector('.object.now b').textContent";
    private static final Path CASES = Path.of("src/test/resources/diff");

    @TempDir
    Path folder;

    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start();
    }

    @AfterAll
    static void close() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
    }

    private Review of(String name) throws IOException {
        int count = List.of("none", "one", "many").indexOf(name);
        if (count >= 0) {
            int objects = List.of(0, 1, 300).get(count);
            return Reviews.of(folder, many(objects, "old"), many(objects, "new"));
        }
        return Reviews.of(
                folder,
                Files.readString(CASES.resolve(name).resolve("old.yaml")),
                Files.readString(CASES.resolve(name).resolve("new.yaml")));
    }

    private static String many(int count, String value) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings-%03d}, data: {a: %s, n: \"%d\"}}"
                                .formatted(i, value, i))
                .collect(Collectors.joining("\n---\n"));
    }

    private static Page open(ReviewServer server) {
        return chromium.page().size(1280, 900).open(server.address());
    }

    @Test
    void keysDecideOneObjectAfterTheOther() throws Exception {
        Review review = of("refused");
        try (ReviewServer server = ReviewServer.start(review, 0)) {
            Page page = open(server);
            page.press("j");
            String first = page.text(NOW);
            page.press("a").until("document.querySelectorAll('[data-state=accepted]').length === 1");
            assertThat(review.decided(review.keys().getFirst())).isEqualTo("accepted");
            page.until("document.querySelector('.object.now b').textContent !== " + quoted(first));
            page.press("r").until("document.querySelectorAll('[data-state=rejected]').length === 1");
            page.press("s").until("document.querySelectorAll('[data-state=skipped]').length === 1");
            page.press("k").press("k").press("k");
            assertThat(page.text(NOW)).isEqualTo(first);
            assertThat(page.text("document.getElementById('progress').textContent"))
                    .isEqualTo("%d objects, 3 decided".formatted(review.keys().size()));
            page.open(server.address()).until("document.querySelectorAll('[data-state=rejected]').length === 1");
            assertThat(page.complaints()).isEmpty();
            assertThat(page.nameless()).isEmpty();
        }
    }

    @Test
    void whatIsSearchedForIsAcceptedAtOnce() throws Exception {
        Review review = Reviews.of(folder, many(300, "old"), many(300, "new"));
        try (ReviewServer server = ReviewServer.start(review, 0)) {
            Page page = open(server);
            assertThat(page.number(SHOWN)).isEqualTo(300);
            page.press("/").type("settings-29").until(SHOWN + " === 10");
            page.eval("document.getElementById('text').blur()");
            page.press("A").until("document.querySelectorAll('[data-state=accepted]').length === 10");
            assertThat(review.summary()).isEqualTo("10 accepted, 0 rejected, 290 left");
            page.eval("document.getElementById('done').click()");
            page.until("document.getElementById('said').textContent.startsWith('Finished')");
            assertThat(page.text("document.getElementById('said').textContent"))
                    .isEqualTo("Finished: 10 accepted, 0 rejected, 290 left. You can close this page.");
            server.await();
        }
    }

    @Test
    void whatCannotBeWrittenIsSaid() throws Exception {
        Review review = Reviews.of(folder, many(2, "old"), many(2, "new"));
        try (ReviewServer server = ReviewServer.start(review, 0)) {
            Page page = open(server);
            Files.writeString(Reviews.file(folder, "configmap.settings-000.yaml"), "changed: meanwhile\n");
            page.press("j").press("a").until("document.getElementById('said').className === 'bad'");
            assertThat(page.text("document.getElementById('said').textContent"))
                    .endsWith("configmap.settings-000.yaml has changed since the review began; begin it anew");
            assertThat(page.number("document.querySelectorAll('[data-state=accepted]').length"))
                    .isZero();
        }
    }

    @Test
    void nothingButItsOwnScriptRunsAndItAsksForNothingElse() throws Exception {
        try (ReviewServer server = ReviewServer.start(of("wider"), 0)) {
            Page page = open(server);
            assertThat(page.requests()).containsExactly(server.address());
            page.eval("document.body.insertAdjacentHTML('beforeend', '<img src=\"https://example.com/x.png\""
                    + " onerror=\"document.title = 1\">')");
            assertThat(page.text("fetch('https://example.com/').then(() => 'sent', () => 'refused')"))
                    .isEqualTo("refused");
            assertThat(page.text("document.title")).endsWith("AuditFlow");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "refused, 1280, light",
        "refused, 390, dark",
        "lists, 1280, dark",
        "wider, 390, light",
        "same, 800, light",
        "none, 1280, dark",
        "one, 1280, light",
        "one, 390, dark",
        "many, 1280, light",
        "many, 390, light"
    })
    void fitsItsWindow(String name, int width, String scheme) throws Exception {
        try (ReviewServer server = ReviewServer.start(of(name), 0)) {
            Page page = chromium.page().scheme(scheme).size(width, 900).open(server.address());
            page.press("j");
            assertThat(page.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
            String pictures = System.getenv().getOrDefault("AUDITFLOW_PICTURES", "");
            if (!pictures.isEmpty()) {
                Path file = Path.of(pictures, "review-%s-%d-%s.png".formatted(name, width, scheme));
                Files.write(file, page.screenshot());
            }
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "\\'") + "'";
    }
}
