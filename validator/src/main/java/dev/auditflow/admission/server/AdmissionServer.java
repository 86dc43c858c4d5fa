package dev.auditflow.admission.server;

import dev.auditflow.admission.tls.ServedKey;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The HTTPS server: {@code /validate}, {@code /healthz}, {@code /readyz} and {@code /metrics}. */
public final class AdmissionServer implements AutoCloseable {
    private static final int IDLE_SECONDS = 120;
    private static final int MAX_HEADERS = 16 * 1024;

    /** So long the rest of a body is thrown away before the connection is closed. */
    private static final long LINGER_MS = 2_000;

    private static final long STACK = 2L * 1024 * 1024;
    private static final Duration START_TIME = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final ServerSettings settings;
    private final Metrics metrics;
    private final Health health;
    private final ThreadPoolExecutor workers;
    private final ReviewRoute reviews;
    private final AtomicReference<@Nullable HttpServer> server = new AtomicReference<>();
    private final boolean clientsNeeded;
    private @Nullable String deployment;

    private AdmissionServer(
            Vertx vertx,
            ServerSettings settings,
            Reviewer reviewer,
            Metrics metrics,
            Health health,
            boolean clientsNeeded) {
        this.vertx = vertx;
        this.settings = settings;
        this.metrics = metrics;
        this.health = health;
        this.clientsNeeded = clientsNeeded;
        this.workers = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(Math.max(1, settings.queue())),
                task -> Thread.ofPlatform()
                        .daemon()
                        .name("review")
                        .stackSize(STACK)
                        .unstarted(task));
        this.reviews = new ReviewRoute(settings, reviewer, metrics, workers);
    }

    /**
     * Starts to listen.
     *
     * @param key what it shows of itself
     * @param clients authorities of client certificates as PEM; null to want none
     * @throws ListenException if it cannot listen there
     */
    public static AdmissionServer start(
            Vertx vertx,
            ServerSettings settings,
            ServedKey key,
            @Nullable String clients,
            Reviewer reviewer,
            Metrics metrics,
            Health health)
            throws ListenException, InterruptedException {
        AdmissionServer server = new AdmissionServer(vertx, settings, reviewer, metrics, health, clients != null);
        server.listen(key, clients);
        FirstConnection.make(settings.host(), server.port());
        return server;
    }

    /** It cannot listen; the message says where and why. */
    public static final class ListenException extends Exception {
        private static final long serialVersionUID = 1L;

        ListenException(String message) {
            super(message);
        }
    }

    private void listen(ServedKey key, @Nullable String clients) throws ListenException, InterruptedException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setSsl(true)
                .setSslEngineOptions(new JavaTls())
                // An API server speaks HTTP/1.1 to webhooks, so that they share the load; nothing else is needed here.
                .setUseAlpn(false)
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxHeaderSize(MAX_HEADERS)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setClientAuth(clientsNeeded ? ClientAuth.REQUEST : ClientAuth.NONE);
        options.setKeyCertOptions(KeyCertOptions.wrap(key));
        if (clients != null) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(clients)));
        }
        DeploymentOptions copies = new DeploymentOptions().setInstances(settings.threads());
        try {
            deployment = vertx.deployVerticle(() -> new Listener(options), copies)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_TIME.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ListenException(
                    "Cannot listen on %s:%d: %s".formatted(settings.host(), settings.port(), cause.getMessage()));
        }
    }

    /** One event loop's share of the connections. */
    private final class Listener extends AbstractVerticle {
        private final HttpServerOptions options;

        Listener(HttpServerOptions options) {
            this.options = options;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer(options)
                    .requestHandler(request -> route(request, vertx.getOrCreateContext()))
                    // A handshake that fails is the other side's trouble; it is counted and nothing more.
                    .exceptionHandler(_ -> metrics.refused("connection"))
                    .listen()
                    .onSuccess(listening -> server.compareAndSet(null, listening))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    /** The port it listens on. */
    public int port() {
        HttpServer listening = server.get();
        return listening == null ? settings.port() : listening.actualPort();
    }

    private void route(HttpServerRequest request, io.vertx.core.Context context) {
        switch (request.path()) {
            case "/validate" -> validate(request, context);
            case "/healthz", "/livez" -> send(request, Reply.text(Reply.OK, "ok"));
            case "/readyz" -> send(request, health.readiness());
            case "/metrics" ->
                send(
                        request,
                        new Reply(
                                Reply.OK,
                                "text/plain; version=0.0.4; charset=utf-8",
                                metrics.scrape().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            case null, default ->
                send(request, Reply.text(Reply.NOT_FOUND, "There is /validate, /healthz, /readyz and /metrics"));
        }
    }

    private void validate(HttpServerRequest request, io.vertx.core.Context context) {
        if (!HttpMethod.POST.equals(request.method())) {
            send(request, Reply.text(Reply.METHOD_NOT_ALLOWED, "A review is posted"));
        } else if (clientsNeeded && !isKnown(request)) {
            metrics.refused("client_certificate");
            send(request, Reply.text(Reply.UNAUTHORIZED, "A client certificate of the API server is needed"));
        } else {
            reviews.handle(request, context, reply -> send(request, reply));
        }
    }

    private static boolean isKnown(HttpServerRequest request) {
        try {
            return request.sslSession().getPeerCertificates().length > 0;
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    private void send(HttpServerRequest request, Reply reply) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.status()).putHeader("Content-Type", reply.contentType());
        boolean cut = hasBody(request) && !request.isEnded();
        if (cut || health.isEnding()) {
            // The rest of the body is not read, and a server that ends wants its callers elsewhere.
            response.putHeader("Connection", "close");
        }
        response.end(Buffer.buffer(reply.body()));
        if (cut) {
            letGo(request);
        }
    }

    /** A connection that is closed while its other side still sends takes the answer with it, so what comes is thrown away. */
    private void letGo(HttpServerRequest request) {
        long last = vertx.setTimer(LINGER_MS, _ -> request.connection().close());
        request.exceptionHandler(_ -> vertx.cancelTimer(last));
        request.handler(_ -> {});
        request.endHandler(_ -> {
            vertx.cancelTimer(last);
            request.connection().close();
        });
        request.resume();
    }

    private static boolean hasBody(HttpServerRequest request) {
        return request.getHeader("Content-Length") != null || request.getHeader("Transfer-Encoding") != null;
    }

    /** Says that it ends, waits for what has begun, and stops to listen. */
    @Override
    public void close() {
        health.end();
        long end = System.nanoTime() + settings.drain().toNanos();
        try {
            while (reviews.running() > 0 && System.nanoTime() - end < 0) {
                Thread.sleep(10);
            }
            if (deployment != null) {
                vertx.undeploy(deployment)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // What is left ends with the process.
        }
        workers.shutdownNow();
    }
}
