package dev.auditflow.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Asks servers over HTTP, with bounded time and size. Redirects are not followed: requests may carry a token. Messages name a
 * server and never more of its address, which may be a secret itself. Safe for many threads.
 */
public final class WebClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** What a server said; the body as UTF-8. */
    public record Answer(String server, int status, String body) {
        /** The answer, if it is one of 200 to 299. @throws Failure otherwise */
        public Answer orFail() throws Failure {
            if (status / 100 != 2) {
                String hint = status == 401 || status == 403 ? "; look at its token and what that may do" : "";
                throw new Failure("%s answers with %d%s".formatted(server, status, hint));
            }
            return this;
        }
    }

    /** There was no answer. The message is a sentence that names the server. */
    public static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        /** @param message a sentence that names the server and no secret */
        public Failure(String message) {
            super(message);
        }

        /** The message, never null. */
        public String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /** Asks for what is at an address. @throws Failure if nothing whole comes back in time */
    public Answer get(URI address, Map<String, String> headers) throws Failure {
        return send(request(address, headers).GET().build());
    }

    /** Sends JSON to an address. @throws Failure as {@link #get} */
    public Answer post(URI address, Map<String, String> headers, String json) throws Failure {
        return send(request(address, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private static HttpRequest.Builder request(URI address, Map<String, String> headers) throws Failure {
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(address).timeout(LIMIT);
            headers.forEach(builder::header);
            return builder;
        } catch (IllegalArgumentException e) {
            // Its message repeats the header or address.
            throw new Failure(name(address) + " cannot be asked: its address or a header is malformed");
        }
    }

    private Answer send(HttpRequest request) throws Failure {
        String server = name(request.uri());
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new Failure("%s sends more than %,d bytes".formatted(server, MAX_BYTES));
                }
                return new Answer(server, response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            String reason = e.getMessage();
            throw new Failure("%s does not answer: %s"
                    .formatted(server, reason == null ? e.getClass().getSimpleName() : reason));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(server + " was not waited for: interrupted");
        }
    }

    private static String name(URI address) {
        return address.getPort() < 0 ? String.valueOf(address.getHost()) : address.getHost() + ":" + address.getPort();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
