package dev.auditflow.admission.bundle;

import dev.auditflow.admission.PolicySource.Unusable;
import dev.auditflow.gate.bundle.BundleReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A bundle on a server, asked for again from time to time: only if it changed, where the server names versions by
 * {@code ETag}. Redirections are not followed, since the token would go wherever they lead.
 */
public final class BundleAddress implements BundlePlace {
    /** For the whole of an answer, its body too. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final URI address;
    private final String token;
    private final Duration poll;
    private final HttpClient client;

    /**
     * A place on a server.
     *
     * @param token sent as {@code Authorization: Bearer}; empty for none
     * @param poll how long to wait before asking again
     */
    public BundleAddress(URI address, String token, Duration poll, HttpClient client) {
        this.address = address;
        this.token = token;
        this.poll = poll;
        this.client = client;
    }

    @Override
    public Optional<Content> read(String known, boolean signed) throws Unusable {
        HttpResponse<byte[]> bundle = get(address, known, BundleReader.MAX_BYTES);
        if (bundle.statusCode() == HttpURLConnection.HTTP_NOT_MODIFIED && !known.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = body(address, bundle);
        URI beside = URI.create(address + SIGNATURE);
        String signature =
                signed ? new String(body(beside, get(beside, "", MAX_SIGNATURE)), StandardCharsets.UTF_8) : "";
        return Optional.of(new Content(
                bytes, signature, bundle.headers().firstValue("ETag").orElse("")));
    }

    @Override
    public void await() throws InterruptedException {
        Thread.sleep(poll);
    }

    @Override
    public String name() {
        return address.toString();
    }

    private static byte[] body(URI from, HttpResponse<byte[]> response) throws Unusable {
        int status = response.statusCode();
        if (status == HttpURLConnection.HTTP_OK) {
            return response.body();
        }
        boolean elsewhere = status / 100 == 3;
        throw new Unusable("%s answers %d%s"
                .formatted(
                        from,
                        status,
                        elsewhere ? ", and redirections are not followed; give the address that it leads to" : ""));
    }

    private HttpResponse<byte[]> get(URI from, String known, int most) throws Unusable {
        HttpRequest.Builder request = HttpRequest.newBuilder(from).timeout(LONGEST);
        if (!known.isEmpty()) {
            request.header("If-None-Match", known);
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), most));
        try {
            return answer.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new Unusable("%s gives no whole answer in %d s".formatted(from, LONGEST.toSeconds()));
        } catch (ExecutionException e) {
            throw new Unusable("%s gives no answer: %s".formatted(from, reason(e, most)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unusable("%s was not waited for".formatted(from));
        } finally {
            answer.cancel(true);
        }
    }

    private static String reason(ExecutionException failure, int most) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return cause instanceof IOException && message.contains("exceed")
                ? "it is larger than %,d bytes, the most that is read".formatted(most)
                : message;
    }
}
