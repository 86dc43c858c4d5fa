package dev.auditflow.admission;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.auditflow.host.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A real registry behind a door that does what large registries do: it hands out tokens for a user and a password, and sends
 * readers of blobs elsewhere, where a token would be none of anybody's business.
 */
final class Registry implements AutoCloseable {
    private static final String TOKEN = "a.short-lived_token";
    private static final String LOGIN = "robot:s3cret-password";

    private final Process process;
    private final int inner;
    private final HttpServer door;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> seenElsewhere = ConcurrentHashMap.newKeySet();

    private Registry(Process process, int inner, HttpServer door) {
        this.process = process;
        this.inner = inner;
        this.door = door;
        door.createContext("/", this::answer);
        door.setExecutor(threads);
        door.start();
    }

    static Registry start() throws IOException, InterruptedException {
        assumeTrue(
                Command.find("registry").isPresent(),
                "install registry of go-containerregistry on the PATH to run this test");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Process process = new ProcessBuilder("registry", "-port", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        HttpServer door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Registry registry = new Registry(process, port, door);
        for (int i = 0; i < 100 && !registry.isUp(); i++) {
            Thread.sleep(50);
        }
        return registry;
    }

    /** The registry itself, for anybody. */
    String open() {
        return "127.0.0.1:" + inner;
    }

    /** Its door, for those who have a token. */
    String guarded() {
        return "127.0.0.1:" + door.getAddress().getPort();
    }

    /** What the door gives tokens for. */
    static String login() {
        return LOGIN;
    }

    /** Authorizations that arrived where blobs are kept. */
    Set<String> seenElsewhere() {
        return Set.copyOf(seenElsewhere);
    }

    private boolean isUp() {
        try {
            HttpRequest ping = HttpRequest.newBuilder(URI.create("http://" + open() + "/v2/"))
                    .build();
            return client.send(ping, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            if (path.equals("/token")) {
                String basic = "Basic " + Base64.getEncoder().encodeToString(LOGIN.getBytes(StandardCharsets.UTF_8));
                boolean known = authorization.equals(basic);
                send(exchange, known ? 200 : 401, known ? "{\"token\":\"" + TOKEN + "\"}" : "");
            } else if (path.startsWith("/elsewhere/")) {
                seenElsewhere.add(authorization);
                pass(exchange, path.substring("/elsewhere".length()));
            } else if (!authorization.equals("Bearer " + TOKEN)) {
                exchange.getResponseHeaders()
                        .set(
                                "WWW-Authenticate",
                                "Bearer realm=\"http://%s/token\",service=\"door\",scope=\"repository:team/policies:pull\""
                                        .formatted(guarded()));
                send(exchange, 401, "");
            } else if (path.contains("/blobs/sha256:")) {
                exchange.getResponseHeaders().set("Location", "/elsewhere" + path);
                send(exchange, 307, "");
            } else {
                pass(exchange, path);
            }
        }
    }

    private void pass(HttpExchange exchange, String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + open() + path))
                .header(
                        "Accept",
                        String.join(", ", exchange.getRequestHeaders().getOrDefault("Accept", List.of("*/*"))))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            exchange.sendResponseHeaders(
                    response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        door.stop(0);
        threads.shutdownNow();
        client.close();
        process.destroyForcibly();
    }
}
