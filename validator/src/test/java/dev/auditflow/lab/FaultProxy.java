package dev.auditflow.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Stands before the lab's API server and spoils what a test says. Clients reach it by a kubeconfig of its own. */
public final class FaultProxy implements AutoCloseable {
    private final Lab lab;
    private final HttpServer server;
    private final Path kubeconfig;
    private final List<String> spoilt = new CopyOnWriteArrayList<>();
    private volatile Faults faults = (_, _, _) -> Fault.none();

    private FaultProxy(Lab lab, HttpServer server, Path kubeconfig) {
        this.lab = lab;
        this.server = server;
        this.kubeconfig = kubeconfig;
    }

    /**
     * What becomes of a request.
     *
     * @param status answered; 0 for what the server answers
     * @param arrives whether the server gets it
     */
    public record Fault(int status, boolean arrives) {
        /** Nothing happens to it. */
        public static Fault none() {
            return new Fault(0, true);
        }

        /** It never arrives. */
        public static Fault refused(int status) {
            return new Fault(status, false);
        }

        /** It arrives, and its answer is lost. */
        public static Fault lost() {
            return new Fault(504, true);
        }
    }

    /** Chooses what becomes of requests. */
    public interface Faults {
        /** Chooses for one request; the number counts all of them from 1. */
        Fault of(String method, String target, int number);
    }

    /** Starts one before a lab. */
    public static FaultProxy before(Lab lab, Path folder) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Path kubeconfig = folder.resolve("kubeconfig-faults").toAbsolutePath();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Files.writeString(
                kubeconfig,
                Files.readString(lab.kubeconfig())
                        .replaceAll(
                                "server: \"[^\"]*\", certificate-authority-data: [^}]*}",
                                "server: \"" + address + "\"}"));
        FaultProxy proxy = new FaultProxy(lab, server, kubeconfig);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        int[] count = {0};
        server.createContext("/", exchange -> {
            int number;
            synchronized (count) {
                number = ++count[0];
            }
            proxy.answer(exchange, number);
        });
        server.start();
        return proxy;
    }

    private void answer(HttpExchange exchange, int number) throws IOException {
        String method = exchange.getRequestMethod();
        String target = exchange.getRequestURI().toString();
        byte[] body = exchange.getRequestBody().readAllBytes();
        Fault fault = faults.of(method, target, number);
        try (exchange) {
            if (fault.arrives()) {
                pass(exchange, method, target, body, fault);
            }
            if (fault.status() != 0) {
                spoilt.add(method + " " + target);
                refuse(exchange, fault.status());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Handed on as it comes: a watch never ends. */
    private void pass(HttpExchange exchange, String method, String target, byte[] body, Fault fault)
            throws IOException, InterruptedException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        HttpResponse<InputStream> response = lab.stream(
                method, target, type == null ? "application/json" : type, accept == null ? "*/*" : accept, body);
        try (InputStream in = response.body()) {
            if (fault.status() != 0) {
                in.readAllBytes();
                return;
            }
            response.headers()
                    .firstValue("Content-Type")
                    .ifPresent(value -> exchange.getResponseHeaders().set("Content-Type", value));
            boolean empty = response.statusCode() == 204 || method.equals("HEAD");
            exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : 0);
            OutputStream out = exchange.getResponseBody();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        byte[] body = """
            {"kind":"Status","apiVersion":"v1","status":"Failure","message":"spoilt by the test","reason":"%s","code":%d}\
            """.formatted(
                        status == 409 ? "Conflict" : status == 429 ? "TooManyRequests" : "InternalError", status)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (status == 429) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Spoils requests by these rules from now on. */
    public void spoil(Faults rules) {
        faults = rules;
    }

    /** What was spoilt so far, as method and target. */
    public List<String> spoilt() {
        return List.copyOf(spoilt);
    }

    /** The kubeconfig of clients, with the context {@code lab}. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
