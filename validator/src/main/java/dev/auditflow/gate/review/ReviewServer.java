package dev.auditflow.gate.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.auditflow.report.UpgradeHtml;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The review as a page that only this machine reaches, and only who knows its address: a random token is part of it, and
 * each decision must carry it too, so that no other page of the browser can decide.
 */
public final class ReviewServer implements AutoCloseable {
    private static final int MAX_BODY = 64 * 1024;
    private static final int TOKEN_BYTES = 24;

    private final Review review;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch done = new CountDownLatch(1);
    private final String token;

    private ReviewServer(Review review, HttpServer server, String token) {
        this.review = review;
        this.server = server;
        this.token = token;
    }

    /**
     * Starts serving on the loopback address.
     *
     * @param port 0 for any that is free
     */
    public static ReviewServer start(Review review, int port) throws IOException {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        ReviewServer page = new ReviewServer(review, HttpServer.create(address, 0), token);
        page.server.createContext("/", page::answer);
        page.server.setExecutor(page.threads);
        page.server.start();
        return page;
    }

    /** Where the page is. */
    public String address() {
        return "http://localhost:%d/%s/".formatted(server.getAddress().getPort(), token);
    }

    /** Waits until the reader says that they have finished. */
    public void await() throws InterruptedException {
        done.await();
    }

    @Override
    public void close() {
        server.stop(1);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!isLocal(exchange) || !path.startsWith("/") || !isToken(firstOf(path))) {
                send(
                        exchange,
                        404,
                        "text/plain",
                        "There is nothing here. The address of the review ends in its token.\n");
                return;
            }
            String rest = path.substring(1 + token.length());
            switch (exchange.getRequestMethod() + " " + rest) {
                case "GET /" -> send(exchange, 200, "text/html", page());
                case "POST /decide" -> decide(exchange);
                case "POST /done" -> {
                    if (carriesToken(exchange)) {
                        send(
                                exchange,
                                200,
                                "text/plain",
                                "Finished: " + review.summary() + ". You can close this page.");
                        done.countDown();
                    } else {
                        send(exchange, 403, "text/plain", "The request carries no token");
                    }
                }
                default -> send(exchange, 404, "text/plain", "There is nothing here\n");
            }
        }
    }

    private String page() {
        return UpgradeHtml.review(review.upgrades(), token, review::decided);
    }

    private void decide(HttpExchange exchange) throws IOException {
        if (!carriesToken(exchange)) {
            send(exchange, 403, "text/plain", "The request carries no token");
            return;
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
        try {
            JsonNode json = new ObjectMapper().readTree(body);
            Optional<Decision> decision = Decision.of(json.path("decision").asText());
            if (decision.isEmpty()) {
                send(exchange, 400, "text/plain", "A change is accepted, rejected or skipped");
                return;
            }
            review.decide(json.path("key").asText(), decision.get());
            send(exchange, 200, "text/plain", review.summary());
        } catch (JsonProcessingException e) {
            send(exchange, 400, "text/plain", "The request is no JSON");
        } catch (IOException e) {
            send(exchange, 409, "text/plain", String.valueOf(e.getMessage()));
        }
    }

    /** A name that points here by a trick of DNS is refused. */
    private boolean isLocal(HttpExchange exchange) {
        int port = server.getAddress().getPort();
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        return List.of("127.0.0.1:" + port, "localhost:" + port).contains(host);
    }

    private boolean carriesToken(HttpExchange exchange) {
        return isToken(Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Review-Token"))
                .orElse(""));
    }

    private boolean isToken(String text) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private static String firstOf(String path) {
        int slash = path.indexOf('/', 1);
        return slash < 0 ? "" : path.substring(1, slash);
    }

    private static void send(HttpExchange exchange, int code, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("X-Frame-Options", "DENY");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
