package dev.auditflow.drift;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers {@code /metrics} with the last text that it was given, and {@code /healthz} once there is one. */
public final class MetricsEndpoint implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_YET = 503;
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile String text = "";

    private MetricsEndpoint(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts on all addresses.
     *
     * @param port 0 for any that is free
     */
    public static MetricsEndpoint start(int port) throws IOException {
        MetricsEndpoint endpoint = new MetricsEndpoint(HttpServer.create(new InetSocketAddress(port), 0));
        endpoint.server.createContext("/", endpoint::answer);
        endpoint.server.setExecutor(endpoint.threads);
        endpoint.server.start();
        return endpoint;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What is answered from now on. */
    public void show(String metrics) {
        text = metrics;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            boolean known = path.equals("/metrics") || path.equals("/healthz");
            int status = !known ? NOT_FOUND : text.isEmpty() ? NOT_YET : OK;
            String body = status != OK ? "" : path.equals("/metrics") ? text : "ok\n";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", TYPE);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
