package dev.auditflow.admission;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.auditflow.host.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Files by HTTP or HTTPS, with ETags, for those who have the token. */
final class BundleServer implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final String token;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final AtomicInteger unchanged = new AtomicInteger();

    private BundleServer(HttpServer server, String scheme, String token) {
        this.server = server;
        this.scheme = scheme;
        this.token = token;
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    static BundleServer plain() throws IOException {
        return new BundleServer(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "http", "");
    }

    /** With {@code tls.crt} and {@code tls.key} of a folder. */
    static BundleServer secure(Path folder, String token) throws Exception {
        byte[] certificate = Files.readAllBytes(folder.resolve("tls.crt"));
        String key = Files.readString(folder.resolve("tls.key")).replaceAll("-----.*-----|\\s", "");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null);
        store.setKeyEntry(
                "server",
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key))),
                new char[0],
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(certificate))
                        .toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new BundleServer(server, "https", token);
    }

    String address() {
        return "%s://127.0.0.1:%d/b.zip".formatted(scheme, server.getAddress().getPort());
    }

    void put(String name, byte[] content) {
        files.put("/" + name, content);
    }

    void remove(String name) {
        files.remove("/" + name);
    }

    /** How often nothing had to be sent. */
    int unchanged() {
        return unchanged.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] content = files.get(exchange.getRequestURI().getPath());
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (!token.isEmpty() && !("Bearer " + token).equals(authorization)) {
                exchange.sendResponseHeaders(401, -1);
            } else if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                String tag = "\"" + Digest.of(content) + "\"";
                exchange.getResponseHeaders().set("ETag", tag);
                if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                    unchanged.incrementAndGet();
                    exchange.sendResponseHeaders(304, -1);
                } else {
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content);
                }
            }
        }
    }

    /** Answers no more. */
    void stop() {
        server.stop(0);
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
