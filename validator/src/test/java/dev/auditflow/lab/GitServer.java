package dev.auditflow.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** Serves the bare repositories of a folder as Git hosts do: git's own {@code http-backend} behind a web server on loopback. */
public final class GitServer implements AutoCloseable {
    private static final String BASIC = "Basic ";

    private final HttpServer server;
    private final String scheme;
    private final Path root;
    private final Map<String, Right> rights;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** What a password is good for. */
    public enum Right {
        /** Clone and fetch. */
        READ,
        /** Push too. */
        WRITE
    }

    private GitServer(HttpServer server, String scheme, Path root, Map<String, Right> rights) {
        this.server = server;
        this.scheme = scheme;
        this.root = root;
        this.rights = Map.copyOf(rights);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** By HTTP, for everybody to read and write. */
    public static GitServer open(Path root) throws IOException {
        return new GitServer(HttpServer.create(loopback(), 0), "http", root, Map.of());
    }

    /** By HTTPS, for those who have a password; whatever their name is. */
    public static GitServer secured(Path root, SSLContext identity, Map<String, Right> rights) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        return new GitServer(server, "https", root, rights);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** The URL of a repository in the folder. */
    public String url(String repository) {
        return "%s://127.0.0.1:%d/%s".formatted(scheme, server.getAddress().getPort(), repository);
    }

    /** What was asked so far: method, target and the status that was answered. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Right right = right(exchange);
            if (right == null) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                end(exchange, 401, new byte[0]);
            } else {
                backend(exchange, right);
            }
        }
    }

    private @org.jspecify.annotations.Nullable Right right(HttpExchange exchange) {
        if (rights.isEmpty()) {
            return Right.WRITE;
        }
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (given == null || !given.startsWith(BASIC)) {
            return null;
        }
        String pair = new String(Base64.getDecoder().decode(given.substring(BASIC.length())), StandardCharsets.UTF_8);
        return rights.get(pair.substring(pair.indexOf(':') + 1));
    }

    /** By the Common Gateway Interface, as RFC 3875 has it. */
    private void backend(HttpExchange exchange, Right right) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("GIT_"));
        variables.put("GIT_PROJECT_ROOT", root.toAbsolutePath().toString());
        variables.put("GIT_HTTP_EXPORT_ALL", "1");
        variables.put("REQUEST_METHOD", exchange.getRequestMethod());
        variables.put("PATH_INFO", exchange.getRequestURI().getPath());
        variables.put(
                "QUERY_STRING",
                exchange.getRequestURI().getQuery() == null
                        ? ""
                        : exchange.getRequestURI().getQuery());
        header(exchange, variables, "Content-Type", "CONTENT_TYPE");
        header(exchange, variables, "Content-Encoding", "HTTP_CONTENT_ENCODING");
        header(exchange, variables, "Git-Protocol", "GIT_PROTOCOL");
        if (right == Right.WRITE) {
            variables.put("REMOTE_USER", "someone");
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (body.length > 0) {
            variables.put("CONTENT_LENGTH", Integer.toString(body.length));
        }
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var in = process.getOutputStream()) {
            in.write(body);
        }
        reply(exchange, process.getInputStream().readAllBytes());
    }

    private static void header(HttpExchange exchange, Map<String, String> variables, String header, String variable) {
        String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
            variables.put(variable, value);
        }
    }

    private void reply(HttpExchange exchange, byte[] answer) throws IOException {
        int status = 200;
        InputStream in = new ByteArrayInputStream(answer);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            if (line.substring(0, colon).equalsIgnoreCase("Status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(line.substring(0, colon), value);
            }
        }
        end(exchange, status, in.readAllBytes());
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int one = in.read(); one >= 0 && one != '\n'; one = in.read()) {
            line.append((char) one);
        }
        return line.toString().strip();
    }

    private void end(HttpExchange exchange, int status, byte[] body) throws IOException {
        requests.add("%s %s %d".formatted(exchange.getRequestMethod(), exchange.getRequestURI(), status));
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
