package dev.auditflow.admission;

import dev.auditflow.admission.tls.TestCertificate;
import dev.auditflow.cli.Launched;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The webhook as a process of its own, and a client that calls it as an API server does. */
final class Webhook implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on https://[^:]+:(\\d+)");

    private final Process process;
    private final Path folder;
    private final int port;
    private final HttpClient client;

    private Webhook(Process process, Path folder, int port) throws GeneralSecurityException {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting())
                .build();
    }

    /**
     * Starts {@code auditflow serve} in a folder and waits until it listens.
     *
     * @param args beside the certificate, the port and the decision log
     */
    static Webhook start(Path folder, String... args) throws IOException, GeneralSecurityException {
        return start(folder, Map.of(), args);
    }

    /** As {@link #start(Path, String...)}, with variables of the environment. */
    static Webhook start(Path folder, Map<String, String> environment, String... args)
            throws IOException, GeneralSecurityException {
        if (!Files.exists(folder.resolve("tls.crt"))) {
            TestCertificate.write(folder);
        }
        List<String> all = new ArrayList<>(List.of("serve", "--host", "127.0.0.1"));
        if (!List.of(args).contains("--port")) {
            all.addAll(List.of("--port", "0"));
        }
        if (!List.of(args).contains("--tls-managed")) {
            all.addAll(List.of("--tls-cert", "tls.crt", "--tls-key", "tls.key"));
        }
        all.addAll(List.of("--decision-log", "decisions.jsonl"));
        all.addAll(List.of(args));
        Process process = Launched.builder(folder, environment, all.toArray(String[]::new))
                .redirectOutput(folder.resolve("serve.out").toFile())
                .start();
        StringBuilder said = new StringBuilder();
        BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            said.append(line).append('\n');
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Webhook webhook = new Webhook(process, folder, Integer.parseInt(listening.group(1)));
                Thread.ofPlatform().daemon().start(() -> webhook.drain(errors));
                return webhook;
            }
        }
        throw new IOException("it ended: " + said);
    }

    /** Somebody must read, or the process waits. */
    private void drain(BufferedReader errors) {
        try (var log = Files.newBufferedWriter(folder.resolve("serve.err"))) {
            for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                log.write(line + "\n");
                log.flush();
            }
        } catch (IOException e) {
            // The process has ended.
        }
    }

    int port() {
        return port;
    }

    Process process() {
        return process;
    }

    /** Posts a review. */
    HttpResponse<byte[]> post(byte[] body, String... headers) throws IOException, InterruptedException {
        return post("/validate?timeout=10s", body, headers);
    }

    HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length == 0) {
            request.header("Content-Type", "application/json");
        } else {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Posts a review and reads the answer as an API server does. */
    ApiServerJudge.Answer review(Review review) throws Exception {
        return ApiServerJudge.accept(post(review.bytes()), "v1", Review.UID);
    }

    /** Sends 64 KiB a chunk, without an end, for as long as somebody listens; returns the head of the status line. */
    static String postInChunks(SSLSocket socket, int chunks) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(
                "POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try {
            for (int i = 0; i < chunks; i++) {
                out.write(chunk);
            }
            out.flush();
        } catch (IOException e) {
            // It has heard enough and closed.
        }
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    int status(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    URI uri(String path) {
        return URI.create("https://127.0.0.1:" + port + path);
    }

    /** Lines of the decision log so far. */
    String decisions() throws IOException {
        return Files.readString(folder.resolve("decisions.jsonl"));
    }

    /** Everything that the process said. */
    String said() throws IOException {
        return Files.readString(folder.resolve("serve.out")) + Files.readString(folder.resolve("serve.err"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For connections of other clients. */
    static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        return context;
    }

    /** Trusts whoever answers. */
    static TrustManager anybody() {
        return new Anybody();
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
