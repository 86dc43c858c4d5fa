package dev.auditflow.admission.bundle;

import dev.auditflow.admission.PolicySource.Unusable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks servers of bundles, with bounded time and size for the whole of an answer. Safe for many threads. */
final class BundleClient {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final HttpClient client;

    /** @param client that follows no redirections: requests may carry a token */
    BundleClient(HttpClient client) {
        this.client = client;
    }

    /**
     * What a server answers.
     *
     * @param most bytes of the body that are read
     * @throws Unusable in a sentence that names the address, if there is no whole answer
     */
    HttpResponse<byte[]> send(HttpRequest.Builder request, int most) throws Unusable {
        HttpRequest asked = request.timeout(LONGEST).build();
        URI to = asked.uri();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(asked, BodyHandlers.limiting(BodyHandlers.ofByteArray(), most));
        try {
            return answer.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new Unusable("%s gives no whole answer in %d s".formatted(shown(to), LONGEST.toSeconds()));
        } catch (ExecutionException e) {
            throw new Unusable("%s gives no answer: %s".formatted(shown(to), reason(e, most)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unusable("%s was not waited for".formatted(shown(to)));
        } finally {
            answer.cancel(true);
        }
    }

    /** Without its query, which may be a permission. */
    static String shown(URI address) {
        String text = address.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    private static String reason(ExecutionException failure, int most) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return cause instanceof IOException && message.contains("exceed")
                ? "it is larger than %,d bytes, the most that is read".formatted(most)
                : message;
    }
}
