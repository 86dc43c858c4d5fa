package dev.auditflow.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.auditflow.host.Command;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A real API server with its etcd, on loopback, for one test class. Alone it has no controllers and no nodes: what is
 * created stays as it is. {@link #cluster} adds them: controller-manager, scheduler, and nodes on which kwok says of pods what
 * {@code lab/stages.yaml} makes of their annotation {@code lab/fate}, and hands out their {@link #logs()}. The binary is built
 * from {@code engines/lab}; tests are skipped where it is not there.
 */
public final class Lab implements AutoCloseable {
    private static final String TOKEN = "auditflow-lab";
    private static final int TRIES = 600;

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final List<Started> started = new ArrayList<>();
    private final int port;
    private final HttpClient client;
    private final Path program;
    private final LabLogs logs;

    private Lab(Path folder, Path program) throws IOException, InterruptedException, GeneralSecurityException {
        this.folder = folder;
        this.program = program;
        this.logs = new LabLogs(folder);
        this.port = freePort();
        int etcd = freePort();
        int peer = freePort();
        start(
                "etcd",
                program,
                "etcd",
                "--name=lab",
                "--data-dir=etcd",
                "--unsafe-no-fsync",
                "--log-level=error",
                "--listen-client-urls=" + http(etcd),
                "--advertise-client-urls=" + http(etcd),
                "--listen-peer-urls=" + http(peer),
                "--initial-advertise-peer-urls=" + http(peer),
                "--initial-cluster=lab=" + http(peer));
        Files.writeString(folder.resolve("tokens.csv"), TOKEN + ",admin,admin,\"system:masters\"\n");
        writeKey(folder.resolve("sa.key"));
        start(
                "apiserver",
                program,
                "apiserver",
                "--etcd-servers=" + http(etcd),
                "--secure-port=" + port,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--cert-dir=certs",
                "--token-auth-file=tokens.csv",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=sa.key",
                "--service-account-signing-key-file=sa.key",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--authorization-mode=RBAC",
                "--endpoint-reconciler-type=none",
                "--profiling=false",
                "--allow-privileged=true");
        Path certificate = folder.resolve("certs/apiserver.crt");
        for (int i = 0; i < TRIES && !isWhole(certificate); i++) {
            pause();
        }
        this.client = HttpClient.newBuilder().sslContext(trusting(certificate)).build();
        for (int i = 0; i < TRIES && !isReady(); i++) {
            pause();
        }
    }

    /** A file is there before its content is. */
    private static boolean isWhole(Path certificate) throws IOException {
        return Files.exists(certificate) && Files.readString(certificate).contains("END CERTIFICATE");
    }

    /** What the server says. */
    public record Response(int status, String body) {}

    /** Starts a server that keeps its files in {@code folder}. */
    public static Lab start(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        String given = System.getenv("AUDITFLOW_LAB");
        Path program = Path.of(given == null ? "auditflow-lab" : given).toAbsolutePath();
        assumeTrue(
                Files.isExecutable(program),
                "there is no API server to test with: build engines/lab and set AUDITFLOW_LAB to the program");
        return new Lab(folder, program);
    }

    /** Starts a server with controllers and two nodes, of amd64 and arm64. */
    public static Lab cluster(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path nodes = Command.find("kwok").orElse(Path.of(""));
        assumeTrue(Files.isExecutable(nodes), "there are no nodes to test with: install kwok on the PATH");
        Lab lab = start(folder);
        try {
            lab.control(nodes);
            return lab;
        } catch (IOException | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private void control(Path nodes) throws IOException, InterruptedException {
        String kubeconfig = "--kubeconfig=" + kubeconfig();
        start(
                "controller-manager",
                program,
                "controller-manager",
                kubeconfig,
                "--service-account-private-key-file=sa.key",
                "--root-ca-file=certs/apiserver.crt",
                "--use-service-account-credentials=true",
                "--leader-elect=false",
                "--secure-port=0");
        start("scheduler", program, "scheduler", kubeconfig, "--leader-elect=false", "--secure-port=0");
        Path stages = Path.of("src/test/resources/lab/stages.yaml").toAbsolutePath();
        String kubelet = "127.0.0.1:" + freePort();
        // Without leases the nodes would count as gone after 50 s.
        start(
                "nodes",
                nodes,
                kubeconfig,
                "--manage-all-nodes=true",
                "--node-lease-duration-seconds=40",
                "--server-address=" + kubelet,
                "--node-ip=127.0.0.1",
                "--node-port=" + kubelet.substring(kubelet.indexOf(':') + 1),
                "--tls-cert-file=certs/apiserver.crt",
                "--tls-private-key-file=certs/apiserver.key",
                "--config=" + stages,
                "--config=" + logs.describe());
        for (String architecture : List.of("amd64", "arm64")) {
            send("POST", "/api/v1/nodes", "application/json", """
                {"apiVersion":"v1","kind":"Node","metadata":{"name":"node-%1$s","labels":{"kubernetes.io/arch":"%1$s",
                "kubernetes.io/os":"linux","kubernetes.io/hostname":"node-%1$s"},
                "annotations":{"kwok.x-k8s.io/node":"fake"}}}\
                """.formatted(architecture));
        }
        String account = "/api/v1/namespaces/default/serviceaccounts/default";
        for (int i = 0; i < TRIES && !isThere(account, "\"name\":\"default\""); i++) {
            pause();
        }
        for (String architecture : List.of("amd64", "arm64")) {
            for (int i = 0; i < TRIES && !isThere("/api/v1/nodes/node-" + architecture, "KubeletReady"); i++) {
                pause();
            }
        }
    }

    private boolean isThere(String path, String text) throws IOException, InterruptedException {
        Response response = send("GET", path, "application/json", "");
        return response.status() == 200 && response.body().contains(text);
    }

    /** A kubeconfig with the context {@code lab}, of an administrator. */
    public Path kubeconfig() throws IOException {
        Path file = folder.resolve("kubeconfig").toAbsolutePath();
        if (!Files.exists(file)) {
            String authority =
                    Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("certs/apiserver.crt")));
            Files.writeString(file, """
                apiVersion: v1
                kind: Config
                clusters: [{name: lab, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}]
                users: [{name: admin, user: {token: %s}}]
                contexts: [{name: lab, context: {cluster: lab, user: admin}}]
                current-context: lab
                """.formatted(port, authority, TOKEN));
        }
        return file;
    }

    /** What the nodes hand out as logs of containers. */
    public LabLogs logs() {
        return logs;
    }

    /** Sends a request; the body may be empty. */
    public Response send(String method, String path, String type, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", type)
                .header("Accept", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Response(response.statusCode(), response.body());
    }

    /** Sends a request and hands back its answer as it comes. */
    HttpResponse<InputStream> stream(String method, String path, String type, String accept, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", type)
                .header("Accept", accept)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    @Override
    public void close() {
        processes.reversed().forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    private boolean isReady() throws InterruptedException {
        try {
            return send("GET", "/readyz", "application/json", "").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void start(String name, Path of, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of(of.toString()));
        argv.addAll(List.of(arguments));
        Started server = new Started(name, List.copyOf(argv));
        started.add(server);
        processes.add(process(server));
    }

    /** A program of the lab, to be started again as it was. */
    private record Started(String name, List<String> argv) {}

    private Process process(Started server) throws IOException {
        return new ProcessBuilder(server.argv())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(server.name() + ".log").toFile()))
                .start();
    }

    /** Kills all programs as a power cut does, starts them again, and waits until the API server is ready. */
    public void restart() throws IOException, InterruptedException {
        close();
        processes.clear();
        for (Started server : started) {
            processes.add(process(server));
        }
        for (int i = 0; i < TRIES && !isReady(); i++) {
            pause();
        }
    }

    /** Kills one program, {@code etcd} for example. */
    public void kill(String name) throws InterruptedException {
        processes.get(index(name)).destroyForcibly().waitFor();
    }

    /** Starts a killed program again as it was, and waits until the API server is ready. */
    public void revive(String name) throws IOException, InterruptedException {
        processes.set(index(name), process(started.get(index(name))));
        for (int i = 0; i < TRIES && !isReady(); i++) {
            pause();
        }
    }

    private int index(String name) {
        return started.stream().map(Started::name).toList().indexOf(name);
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(100);
    }

    private static String http(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void writeKey(Path file) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    }

    /** The server makes a certificate of its own, and this is the one to expect. */
    private static SSLContext trusting(Path certificate) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (InputStream in = Files.newInputStream(certificate)) {
            int number = 0;
            for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("server" + number++, one);
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
