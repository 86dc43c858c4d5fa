package dev.auditflow.gate.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions reach golden files at once and no other way than by the page; what went wrong is said. */
class ReviewTest {
    private static final String OLD = "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {a: old, b: x}}\n";
    private static final String NEW = "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {a: new, b: x}}\n";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    private Review review() throws IOException {
        return Reviews.of(
                folder,
                OLD.formatted("one") + "---\n" + OLD.formatted("two"),
                NEW.formatted("one") + "---\n" + NEW.formatted("two"));
    }

    private String golden(String name) throws IOException {
        return Files.readString(Reviews.file(folder, "configmap.%s.yaml".formatted(name)));
    }

    @Test
    void whatIsAcceptedIsWrittenAndCanBeTakenBack() throws IOException {
        Review review = review();
        String key = review.keys().getFirst();
        String before = golden("one");
        review.decide(key, Decision.ACCEPTED);
        assertThat(golden("one")).contains("a: new");
        assertThat(golden("two")).contains("a: old");
        review.decide(key, Decision.REJECTED);
        assertThat(golden("one")).isEqualTo(before);
        assertThat(review.summary()).isEqualTo("0 accepted, 1 rejected, 1 left");
        review.decide(key, Decision.ACCEPTED);
        review.decide(review.keys().getLast(), Decision.ACCEPTED);
        assertThat(review.isComplete()).isTrue();
    }

    @Test
    void oneOfTwoReviewsIsToldThatItIsLate() throws IOException {
        Review late = review();
        String key = late.keys().getFirst();
        Files.writeString(Reviews.file(folder, "configmap.one.yaml"), "# by hand\n");
        assertThatThrownBy(() -> late.decide(key, Decision.ACCEPTED))
                .hasMessageContaining("configmap.one.yaml has changed since the review began");
        assertThat(golden("one")).isEqualTo("# by hand\n");
    }

    @Test
    void aRenamedObjectMovesItsFile() throws IOException {
        Review review = Reviews.of(folder, OLD.formatted("name-1"), OLD.formatted("name-2"));
        review.decide(review.keys().getFirst(), Decision.ACCEPTED);
        assertThat(Reviews.file(folder, "configmap.name-1.yaml")).doesNotExist();
        assertThat(golden("name-2")).contains("name: name-2");
    }

    @Test
    void aHalfWrittenFileIsToldAndWrittenAnew() throws IOException {
        review();
        Path file = Reviews.file(folder, "configmap.one.yaml");
        Files.writeString(file, "apiVersion: v1\nkind: Conf");
        Review again = new Review(
                java.util.List.of(Reviews.approvals(folder, OLD.formatted("one") + "---\n" + OLD.formatted("two"))));
        assertThat(again.keys()).hasSize(1);
        again.decide(again.keys().getFirst(), Decision.ACCEPTED);
        assertThat(golden("one")).contains("a: old");
    }

    @Test
    void onlyWhoKnowsTheTokenReachesThePage() throws Exception {
        try (ReviewServer server = ReviewServer.start(review(), 0)) {
            URI page = URI.create(server.address());
            HttpResponse<String> answer = get(page);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("ConfigMap/one");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
            String path = page.getPath();
            String token = path.substring(1, path.length() - 1);
            for (String other :
                    java.util.List.of("/", "/x/", "/" + token.substring(1) + "/", "/" + token, path + "../")) {
                assertThat(get(page.resolve(other)).statusCode()).as(other).isEqualTo(404);
            }
            String body = "{\"key\": \"%s\", \"decision\": \"accepted\"}"
                    .formatted(review().keys().getFirst());
            assertThat(post(page.resolve(path + "decide"), "", body).statusCode())
                    .isEqualTo(403);
            assertThat(post(page.resolve(path + "decide"), token + "x", body).statusCode())
                    .isEqualTo(403);
            assertThat(post(page.resolve(path + "done"), "", "").statusCode()).isEqualTo(403);
            assertThat(golden("one")).contains("a: old");
            assertThat(post(page.resolve(path + "decide"), token, "{").statusCode())
                    .isEqualTo(400);
            assertThat(post(page.resolve(path + "decide"), token, "{\"decision\": \"maybe\"}")
                            .statusCode())
                    .isEqualTo(400);
            HttpResponse<String> unknown =
                    post(page.resolve(path + "decide"), token, "{\"key\": \"x\", \"decision\": \"accepted\"}");
            assertThat(unknown.statusCode()).isEqualTo(409);
            assertThat(unknown.body()).contains("The review has no object x");
            assertThat(post(page.resolve(path + "decide"), token, body).statusCode())
                    .isEqualTo(200);
            assertThat(golden("one")).contains("a: new");
            assertThat(post(page.resolve(path + "done"), token, "").body()).contains("1 accepted, 0 rejected, 1 left");
            server.await();
        }
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(URI address, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("X-Review-Token", token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
