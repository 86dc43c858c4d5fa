package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.host.Command;
import dev.auditflow.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A repository with the platform's chart, a cluster with its three environments, and keys: what a promotion needs. */
final class DeployBench implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CHART = Path.of("../charts/auditflow-platform");
    private static final String RELEASE = "platform";

    final Lab lab;
    final Path folder;
    final Path config;
    private final String cluster;

    DeployBench(Path folder) throws Exception {
        assumeTrue(Command.find("helm").isPresent(), "install helm on the PATH to run this test");
        this.folder = folder;
        this.config = folder.resolve("auditflow.yaml");
        this.lab = Lab.cluster(Files.createDirectories(folder.resolve("lab")));
        this.cluster = get("/api/v1/namespaces/kube-system")
                .path("metadata")
                .path("uid")
                .asText();
        copy(CHART, folder.resolve("chart"));
        for (String environment : List.of("dev", "staging", "prod")) {
            lab.send(
                    "POST",
                    "/api/v1/namespaces",
                    "application/json",
                    "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + environment + "\"}}");
        }
        volumes();
        configure(UnaryOperator.identity());
        ok(run("keys", "generate", folder.resolve("ci").toString()));
        ok(run("keys", "generate", folder.resolve("approver").toString()));
    }

    /** K3s makes volumes when a pod asks for one; here some lie ready. */
    private void volumes() throws IOException, InterruptedException {
        lab.send("POST", "/apis/storage.k8s.io/v1/storageclasses", "application/json", """
            {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"local-path"},
            "provisioner":"kubernetes.io/no-provisioner","volumeBindingMode":"WaitForFirstConsumer"}\
            """);
        for (int i = 0; i < 8; i++) {
            lab.send("POST", "/api/v1/persistentvolumes", "application/json", """
                {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"volume-%d"},
                "spec":{"capacity":{"storage":"32Gi"},"accessModes":["ReadWriteOnce"],"storageClassName":"local-path",
                "hostPath":{"path":"/nowhere"}}}\
                """.formatted(i));
        }
    }

    /** Writes auditflow.yaml anew. */
    void configure(UnaryOperator<String> change) throws IOException {
        Files.writeString(config, change.apply("""
            version: 1
            kubernetes: ["1.34"]
            environments:
              dev: { deploy: { cluster: %1$s, context: lab, timeout: 20s } }
              staging: { deploy: { cluster: %1$s, context: lab, timeout: 20s } }
              prod: { deploy: { cluster: %1$s, context: lab, timeout: 20s, approval: true } }
            attestation:
              keys: [ { key: ci.pub } ]
              approvers: [ { name: Approver, key: approver.pub } ]
            releases:
              - name: platform
                chart: chart
                environments:
                  dev: { namespace: dev, values: chart/environments/dev.yaml }
                  staging: { namespace: staging, values: chart/environments/staging.yaml }
                  prod: { namespace: prod, values: chart/environments/prod.yaml }
            """.formatted(cluster)));
    }

    /** Changes a file of the repository. */
    void edit(String file, UnaryOperator<String> change) throws IOException {
        Path path = folder.resolve(file);
        String before = Files.readString(path);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(path, after);
    }

    /** Approves today's renderings and signs them. */
    void attest() throws Exception {
        ok(FrontDoor.process(folder, Map.of(), new byte[0], "golden", "update"));
        ok(run(
                "validate",
                "-c",
                config.toString(),
                "--no-cache",
                "--attest",
                folder.resolve("ci.key").toString()));
    }

    FrontDoor.Result promote(String environment, String... more) {
        return with(more, "promote", RELEASE, "--to", environment);
    }

    /** As {@link #promote}, by another kubeconfig. */
    FrontDoor.Result promoteBy(Path kubeconfig, String environment) {
        List<String> args = new ArrayList<>(List.of("promote", RELEASE, "--to", environment));
        args.addAll(flags("promote"));
        args.replaceAll(arg -> arg.equals(kubeconfig()) ? kubeconfig.toString() : arg);
        return run(args.toArray(String[]::new));
    }

    /** As {@link #promote}, as a process of its own. */
    FrontDoor.Result launch(String environment) throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of("promote", RELEASE, "--to", environment));
        args.addAll(flags("promote"));
        return FrontDoor.process(folder, Map.of(), new byte[0], args.toArray(String[]::new));
    }

    /** The text of all files of evidence whose path holds this, with their paths. */
    String evidence(String part) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve("evidence"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains(part))
                    .sorted()
                    .toList()) {
                text.append(file).append('\n').append(Files.readString(file)).append('\n');
            }
        }
        return text.toString();
    }

    FrontDoor.Result by(String command, String environment, String... more) {
        return with(more, command, RELEASE, "--env", environment);
    }

    /** Why an environment runs what it runs. */
    FrontDoor.Result explain(String environment, String... more) {
        List<String> args = new ArrayList<>(List.of("explain", environment, "-c", config.toString()));
        args.addAll(List.of("--kubeconfig", kubeconfig()));
        args.addAll(List.of("--attestations", folder.resolve("attestations").toString()));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private FrontDoor.Result with(String[] more, String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(flags(words[0]));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    /** What every command on the cluster is given. */
    List<String> flags(String command) {
        List<String> flags =
                new ArrayList<>(List.of("-c", config.toString(), "--kubeconfig", kubeconfig(), "--actor", "ann"));
        flags.addAll(List.of("--evidence", folder.resolve("evidence").toString()));
        if (command.equals("promote")) {
            flags.add("--no-cache");
        }
        return flags;
    }

    String kubeconfig() {
        try {
            return lab.kubeconfig().toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    FrontDoor.Result run(String... args) {
        return FrontDoor.run(args);
    }

    static void ok(FrontDoor.Result result) {
        assertThat(result.exitCode()).as(result.text()).isZero();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(lab.send("GET", path, "application/json", "").body());
    }

    /** Helm's revisions in a namespace, by number, each with its status. */
    List<String> revisions(String namespace) throws IOException, InterruptedException {
        List<String> revisions = new ArrayList<>();
        for (JsonNode secret : get("/api/v1/namespaces/" + namespace + "/secrets?labelSelector=owner%3Dhelm")
                .path("items")) {
            JsonNode labels = secret.path("metadata").path("labels");
            revisions.add(labels.path("version").asText() + " "
                    + labels.path("status").asText());
        }
        revisions.sort(Comparator.comparingInt(one -> Integer.parseInt(one.substring(0, one.indexOf(' ')))));
        return revisions;
    }

    /** Copies a folder over what is there. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Override
    public void close() {
        lab.close();
    }
}
