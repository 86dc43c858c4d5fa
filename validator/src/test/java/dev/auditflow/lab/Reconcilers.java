package dev.auditflow.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Argo CD and Flux bring to a cluster: the CRDs of both, and Flux's own source-controller and kustomize-controller, which run
 * beside a lab. {@code engines/reconcilers/build} makes them; tests are skipped where they are not there.
 */
public final class Reconcilers implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRIES = 300;

    private final Lab lab;
    private final Path programs;
    private final List<Process> processes = new ArrayList<>();

    private Reconcilers(Lab lab, Path programs) {
        this.lab = lab;
        this.programs = programs;
    }

    /** The CRDs of both, as they are published. */
    public static Path definitions() {
        return programs().resolve("crds");
    }

    private static Path programs() {
        String given = System.getenv("AUDITFLOW_RECONCILERS");
        Path folder = Path.of(given == null ? "auditflow-reconcilers" : given).toAbsolutePath();
        assumeTrue(
                Files.isExecutable(folder.resolve("kustomize-controller")),
                "there is no Flux to test with: run engines/reconcilers/build FOLDER and set AUDITFLOW_RECONCILERS to it");
        return folder;
    }

    /** Makes the CRDs of both and their usual namespaces in a lab, and starts nothing. */
    public static Reconcilers in(Lab lab) throws IOException, InterruptedException {
        Reconcilers reconcilers = new Reconcilers(lab, programs());
        for (String namespace : List.of("argocd", "flux-system")) {
            made(lab, "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}");
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(definitions())) {
            for (Path file : files.sorted().toList()) {
                names.add(made(lab, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Files.readString(file)));
            }
        }
        for (String name : names) {
            for (int i = 0; i < TRIES && !isServed(lab, name); i++) {
                Thread.sleep(100);
            }
        }
        return reconcilers;
    }

    /** @return its name */
    private static String made(Lab lab, String path, String object) throws IOException, InterruptedException {
        Lab.Response response = lab.send("POST", path, "application/yaml", object);
        if (response.status() != 201) {
            throw new IOException(response.body());
        }
        return JSON.readTree(response.body()).path("metadata").path("name").asText();
    }

    /** A controller that does not find its kinds at its start ends. */
    private static boolean isServed(Lab lab, String definition) throws IOException, InterruptedException {
        int dot = definition.indexOf('.');
        String group = "/apis/" + definition.substring(dot + 1);
        String version = JSON.readTree(
                        lab.send("GET", group, "application/json", "").body())
                .at("/preferredVersion/version")
                .asText();
        return lab.send("GET", group + "/" + version, "application/json", "")
                .body()
                .contains("\"name\":\"" + definition.substring(0, dot) + "\"");
    }

    /** Starts Flux; what it prints is in files of a folder. */
    public void startFlux(Path folder) throws IOException {
        Path storage = Files.createDirectories(folder.resolve("artifacts"));
        String address = "127.0.0.1:" + freePort();
        start(
                folder,
                "source-controller",
                "--storage-path=" + storage,
                "--storage-addr=" + address,
                "--storage-adv-addr=" + address);
        start(folder, "kustomize-controller");
    }

    private void start(Path folder, String name, String... more) throws IOException {
        List<String> argv = new ArrayList<>(List.of(
                programs.resolve(name).toString(),
                "--enable-leader-election=false",
                "--metrics-addr=0",
                "--health-addr=127.0.0.1:0"));
        argv.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment()
                .putAll(Map.of("KUBECONFIG", lab.kubeconfig().toString(), "RUNTIME_NAMESPACE", "flux-system"));
        processes.add(builder.start());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }
}
