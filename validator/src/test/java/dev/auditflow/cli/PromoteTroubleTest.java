package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.host.Command;
import dev.auditflow.lab.FaultProxy;
import dev.auditflow.lab.FaultProxy.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong beside a bad release: each has one outcome, and a sentence. One story. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PromoteTroubleTest {
    private static final String VALUES = "chart/environments/dev.yaml";
    private static final String CRASH = "  podAnnotations: {lab/fate: crash}\n";
    private static final String FAILING_TEST = "  tests: {podAnnotations: {lab/fate: fail}}\n";
    private static final String LEASE = "/apis/coordination.k8s.io/v1/namespaces/dev/leases/auditflow.platform";

    private DeployBench bench;

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        bench = new DeployBench(folder);
    }

    @AfterAll
    void end() {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    @Order(1)
    void aFirstInstallThatFailsIsTakenAwayAndItsVolumeStays() throws Exception {
        bench.edit(VALUES, text -> text + CRASH);
        bench.attest();
        FrontDoor.Result result;
        try (FaultProxy proxy = FaultProxy.before(bench.lab, bench.folder)) {
            proxy.spoil((_, target, _) -> target.contains("/log?") ? Fault.refused(403) : Fault.none());
            result = bench.promoteBy(proxy.kubeconfig(), "dev");
        }
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains("CrashLoopBackOff, exit code 1", "the first install was taken away")
                // Who may not read logs is told so, and the failure as well.
                .containsPattern(
                        "; its log cannot be read: There is no right to read /api/v1/namespaces/dev/pods/[^ ?]*/log;");
        assertThat(bench.evidence("incomplete.txt"))
                .containsPattern("The log of container server of pod platform-[^ ]*: There is no right to read");
        assertThat(bench.revisions("dev")).containsExactly("1 uninstalled");
        assertThat(bench.get("/apis/apps/v1/namespaces/dev/deployments").path("items"))
                .isEmpty();
        assertThat(bench.get("/api/v1/namespaces/dev/persistentvolumeclaims").path("items"))
                .hasSize(1);
        assertThat(bench.promote("dev").errors()).contains("is held since", "HealthFailed");
        assertThat(bench.revisions("dev")).hasSize(1);
    }

    @Test
    @Order(2)
    void oneWhoseTestFailsIsTakenAwayToo() throws Exception {
        bench.edit(VALUES, text -> text.replace(CRASH, FAILING_TEST));
        bench.attest();
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output()).contains("TestFailed", "the first install was taken away");
        assertThat(bench.revisions("dev").getLast()).isEqualTo("2 uninstalled");
    }

    /** Helm would delete the volume with the rest. */
    @Test
    @Order(3)
    void whereDataWouldGoWithItEverythingStays() throws Exception {
        String claim = "chart/charts/audit-event-store/templates/persistentvolumeclaim.yaml";
        bench.edit(claim, text -> text.replace("helm.sh/resource-policy: keep", "example.com/resource-policy: keep"));
        bench.attest();
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains(
                        "nothing was taken back: taking it away would delete PersistentVolumeClaim/platform-audit-event-store");
        assertThat(bench.revisions("dev").getLast()).isEqualTo("3 deployed");
        bench.edit(claim, text -> text.replace("example.com/resource-policy: keep", "helm.sh/resource-policy: keep"));
        bench.attest();
    }

    @Test
    @Order(4)
    void theSameIsInstalledWhereTestsDoNotCount() throws Exception {
        bench.configure(text -> text.replaceFirst("timeout: 20s", "timeout: 20s, tests: false"));
        DeployBench.ok(bench.by("resume", "dev"));
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).doesNotContain("helm test");
        assertThat(bench.revisions("dev").getLast()).isEqualTo("4 deployed");
        bench.configure(text -> text);
    }

    @Test
    @Order(5)
    void aRepairedOneIsInstalled() throws Exception {
        bench.edit(VALUES, text -> text.replace(FAILING_TEST, ""));
        bench.attest();
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(bench.revisions("dev").getLast()).isEqualTo("5 deployed");
    }

    @Test
    @Order(6)
    void whatTheTemplatesAskTheClusterForIsRefusedWithItsField() throws Exception {
        Path template = bench.folder.resolve("chart/templates/asks.yaml");
        Files.writeString(template, """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: asks
                  labels: {app.kubernetes.io/name: asks}
                data:
                  found: {{ not (lookup "v1" "Namespace" "" "") | quote }}
                """);
        bench.attest();
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.errors())
                .contains("What helm would send to this cluster is not what was judged: ConfigMap/asks data.found");
        assertThat(bench.revisions("dev").getLast()).isEqualTo("5 deployed");
        Files.delete(template);
        bench.attest();
    }

    @Test
    @Order(7)
    void aRevisionChangedByHandIsSeen() throws Exception {
        ObjectNode secret = (ObjectNode) bench.get("/api/v1/namespaces/dev/secrets/sh.helm.release.v1.platform.v5");
        ((ObjectNode) secret.path("metadata").path("labels")).put("auditflow.dev/bundle", "other");
        put("/api/v1/namespaces/dev/secrets/sh.helm.release.v1.platform.v5", secret);
        FrontDoor.Result status = bench.by("status", "dev");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.output()).contains("somebody changed it by hand");
        // It is not taken for what was promoted, so it is brought again.
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(bench.revisions("dev").getLast()).isEqualTo("6 deployed");
    }

    @Test
    @Order(8)
    void aHelmOfSomebodyElseIsNotDisturbed() throws Exception {
        bench.edit(VALUES, text -> text.replace("eventsPerSecond: 1", "eventsPerSecond: 2"));
        bench.attest();
        pending(java.time.Instant.now().toString());
        FrontDoor.Result busy = bench.promote("dev");
        assertThat(busy.exitCode()).as(busy.text()).isEqualTo(1);
        assertThat(busy.errors()).contains("a helm of somebody else seems to be at work");
        bench.lab.send(
                "DELETE", "/api/v1/namespaces/dev/secrets/sh.helm.release.v1.platform.v7", "application/json", "");
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(bench.revisions("dev").getLast()).isEqualTo("7 deployed");
    }

    @Test
    @Order(9)
    void whoLosesTheLeaseChangesNothingMore() throws Exception {
        bench.edit(VALUES, text -> text.replace("eventsPerSecond: 2", "eventsPerSecond: 3"));
        bench.attest();
        List<String> args = new ArrayList<>(List.of("promote", "platform", "--to", "dev"));
        args.addAll(bench.flags("promote"));
        Path log = bench.folder.resolve("stolen.log");
        Process process = Launched.builder(bench.folder, Map.of(), args.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (process.isAlive() && !bench.get(LEASE).toString().contains("CHECKING")) {
            Thread.sleep(5);
        }
        for (int i = 0; i < 50 && process.isAlive(); i++) {
            ObjectNode lease = (ObjectNode) bench.get(LEASE);
            ((ObjectNode) lease.path("spec")).put("holderIdentity", "thief");
            if (put(LEASE, lease) == 200) {
                break;
            }
        }
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(log)).contains("The lease was lost");
        assertThat(process.exitValue()).isEqualTo(3);
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).contains("a promotion was left at the step checking");
    }

    /** The chart's database password, encrypted by the real sops: it reaches the cluster and nothing that is printed. */
    @Test
    @Order(10)
    void encryptedSecretsArePutBesideTheRelease() throws Exception {
        for (String program : List.of("sops", "age-keygen")) {
            org.junit.jupiter.api.Assumptions.assumeTrue(
                    Command.find(program).isPresent(), "install " + program + " on the PATH to run this test");
        }
        Path age = bench.folder.resolve("age.key");
        command("age-keygen", "-o", age.toString());
        Path file = bench.folder.resolve("secrets.yaml");
        Files.writeString(file, """
                apiVersion: v1
                kind: Secret
                metadata: {name: audit-event-store-database}
                stringData: {admin-password: hunter2, user-password: hunter3}
                """);
        String recipient = command("age-keygen", "-y", age.toString()).strip();
        command(
                "sops",
                "encrypt",
                "--in-place",
                "--encrypted-regex",
                "^stringData$",
                "--age",
                recipient,
                file.toString());
        bench.edit(VALUES, text -> text.replace("eventsPerSecond: 3", "eventsPerSecond: 9"));
        bench.attest();
        bench.configure(text -> text.replaceFirst("context: lab", "context: lab, secrets: secrets.yaml"));
        assertThat(bench.promote("dev").errors()).contains("There is no age key");
        FrontDoor.Result result = bench.promote("dev", "--age-key", age.toString());
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.text())
                .contains("the Secret audit-event-store-database is new")
                .doesNotContain("hunter");
        String data = bench.get("/api/v1/namespaces/dev/secrets/audit-event-store-database")
                .path("data")
                .path("admin-password")
                .asText();
        assertThat(new String(java.util.Base64.getDecoder().decode(data), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("hunter2");
        Files.writeString(file, Files.readString(file).replace("kind: Secret", "kind: Sekret"));
        bench.edit(VALUES, text -> text.replace("eventsPerSecond: 9", "eventsPerSecond: 3"));
        bench.attest();
        FrontDoor.Result broken = bench.promote("dev", "--age-key", age.toString());
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.errors()).contains("secrets.yaml cannot be decrypted: its MAC does not fit");
        bench.configure(text -> text);
    }

    private static String command(String... argv) throws Exception {
        Command.Result result = Command.of(List.of(argv)).run();
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output();
    }

    @Test
    @Order(11)
    void thereIsNoRollbackOfARollback() throws Exception {
        bench.edit(VALUES, text -> text + CRASH);
        bench.attest();
        for (String node : List.of("node-amd64", "node-arm64")) {
            ObjectNode body = (ObjectNode) bench.get("/api/v1/nodes/" + node);
            ((ObjectNode) body.path("spec")).put("unschedulable", true);
            put("/api/v1/nodes/" + node, body);
        }
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output()).contains("HealthTimeout", "is back and not healthy either");
        assertThat(bench.by("history", "dev").output()).contains("RollbackFailed");
        assertThat(bench.by("status", "dev").output()).contains("not healthy", "held by ann");
        int revisions = bench.revisions("dev").size();
        bench.edit(VALUES, text -> text.replace(CRASH, "").replace("eventsPerSecond: 3", "eventsPerSecond: 4"));
        bench.attest();
        assertThat(bench.promote("dev").errors()).contains("is held since");
        assertThat(bench.revisions("dev")).hasSize(revisions);
    }

    /** A newest revision that some helm has begun and not ended. */
    private void pending(String since) throws Exception {
        String storage = "/api/v1/namespaces/dev/secrets/sh.helm.release.v1.platform.v";
        ObjectNode secret = (ObjectNode) bench.get(storage + 6);
        ObjectNode metadata = (ObjectNode) secret.path("metadata");
        List.of("resourceVersion", "uid", "creationTimestamp").forEach(metadata::remove);
        metadata.put("name", "sh.helm.release.v1.platform.v7");
        ((ObjectNode) metadata.path("labels")).put("version", "7").put("status", "pending-upgrade");
        String plain = """
                {"name":"platform","namespace":"dev","version":7,"manifest":"","chart":{"metadata":{"name":"auditflow-platform",
                "version":"0.1.0","apiVersion":"v2"}},"info":{"status":"pending-upgrade","description":"Preparing upgrade",
                "first_deployed":"%1$s","last_deployed":"%1$s","deleted":""}}""".formatted(since);
        java.util.Base64.Encoder encoder = java.util.Base64.getEncoder();
        byte[] inner = encoder.encode(plain.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ((ObjectNode) secret.path("data")).put("release", encoder.encodeToString(inner));
        bench.lab.send("POST", "/api/v1/namespaces/dev/secrets", "application/json", secret.toString());
    }

    private int put(String path, JsonNode body) throws Exception {
        return bench.lab.send("PUT", path, "application/json", body.toString()).status();
    }
}
