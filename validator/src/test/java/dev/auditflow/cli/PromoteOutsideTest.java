package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.host.Command;
import dev.auditflow.lab.FaultProxy;
import dev.auditflow.lab.FaultProxy.Fault;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody works on a release beside the promoter: it is seen, and the next promotion ends well. One story. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PromoteOutsideTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VALUES = "chart/environments/dev.yaml";
    private static final String STORAGE = "/api/v1/namespaces/dev/secrets/sh.helm.release.v1.platform.v";
    private static final String LEASE = "/apis/coordination.k8s.io/v1/namespaces/dev/leases/auditflow.platform";

    private DeployBench bench;

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        bench = new DeployBench(folder);
        bench.attest();
        DeployBench.ok(bench.promote("dev"));
        bench.edit(VALUES, text -> text.replace("eventsPerSecond: 1", "eventsPerSecond: 2"));
        bench.attest();
        DeployBench.ok(bench.promote("dev"));
    }

    @AfterAll
    void end() {
        if (bench != null) {
            bench.close();
        }
    }

    private void helm(String... words) throws Exception {
        List<String> argv = new ArrayList<>(List.of("helm"));
        argv.addAll(List.of(words));
        argv.addAll(List.of("--namespace=dev", "--kubeconfig=" + bench.kubeconfig()));
        Command.Result result = Command.of(argv)
                .withEnvironment(Map.of("HOME", bench.folder.toString()))
                .run();
        assertThat(result.exitCode()).as(result.errors()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollback", "upgrade"})
    @Order(1)
    void whatHelmDoesByHandIsSeenAndBroughtForward(String verb) throws Exception {
        if (verb.equals("rollback")) {
            helm("rollback", "platform", "1");
        } else {
            // Helm hands on the labels of the revision before, so this one looks like what was promoted.
            upgradeByHand("--set=audit-event-generator.config.eventsPerSecond=7");
        }
        FrontDoor.Result status = bench.by("status", "dev");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.output()).contains("somebody changed it by hand");
        assertThat(bench.explain("dev").output()).contains("broken", "somebody changed it by hand");
        int before = bench.revisions("dev").size();
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(bench.revisions("dev")).hasSize(before + 1).contains((before + 1) + " deployed");
    }

    private void upgradeByHand(String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("upgrade", "--install", "platform"));
        words.add(bench.folder.resolve("chart").toString());
        words.add("--values=" + bench.folder.resolve(VALUES));
        words.addAll(List.of(more));
        helm(words.toArray(String[]::new));
    }

    @Test
    @Order(2)
    void whatAGoneHelmLeftAsPendingIsFreed() throws Exception {
        int revision = 7;
        for (String status : List.of("pending-upgrade", "pending-rollback")) {
            pending(status, revision);
            FrontDoor.Result result = bench.promote("dev");
            assertThat(result.exitCode()).as(result.text()).isZero();
            assertThat(result.output()).contains("was left as " + status + " by a helm that is gone; marked as failed");
            assertThat(bench.revisions("dev").getLast()).isEqualTo((revision + 1) + " deployed");
            revision += 2;
        }
    }

    /** The revision that was healthy is no longer kept: nobody guesses another one. */
    @Test
    @Order(3)
    void withoutAWayBackEverythingStays() throws Exception {
        for (String revision : bench.revisions("dev")) {
            if (!revision.endsWith("deployed")) {
                bench.lab.send("DELETE", STORAGE + revision.split(" ", -1)[0], "application/json", "");
            }
        }
        String only = bench.revisions("dev").getFirst().split(" ", -1)[0];
        bench.lab.send("DELETE", STORAGE + only, "application/json", "");
        upgradeByHand();
        bench.edit(VALUES, text -> text + "  podAnnotations: {lab/fate: crash}\n");
        bench.attest();
        FrontDoor.Result result;
        try (FaultProxy proxy = FaultProxy.before(bench.lab, bench.folder)) {
            proxy.spoil((_, target, _) -> target.contains("/log?") ? Fault.refused(500) : Fault.none());
            result = bench.promoteBy(proxy.kubeconfig(), "dev");
        }
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains("nothing was taken back: no revision that was healthy is kept")
                .containsPattern(
                        "CrashLoopBackOff, exit code 1.*; its log cannot be read: The cluster answers /api/v1/.*"
                                + "/log with 500: spoilt by the test");
        assertThat(bench.by("status", "dev").output()).contains("held by ann");
        DeployBench.ok(bench.by("resume", "dev"));
    }

    @Test
    @Order(4)
    void whatHelmTookAwayIsInstalledAgain() throws Exception {
        helm("uninstall", "platform");
        bench.edit(VALUES, text -> text.replace("  podAnnotations: {lab/fate: crash}\n", ""));
        bench.attest();
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(bench.revisions("dev")).containsExactly("1 deployed");
        assertThat(bench.by("status", "dev").exitCode()).isZero();
    }

    /** A release that nobody promoted so far. */
    @Test
    @Order(5)
    void whatHelmInstalledIsTakenOver() throws Exception {
        helm("uninstall", "platform");
        upgradeByHand();
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(bench.revisions("dev")).containsExactly("1 superseded", "2 deployed");
        assertThat(bench.by("status", "dev").exitCode()).isZero();
    }

    /** A first install whose helm died: there is no revision to go back to, and the next one installs. */
    @Test
    @Order(6)
    void aFirstInstallThatDiedIsDoneAgain() throws Exception {
        helm("uninstall", "platform");
        pending("pending-install", 1);
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).contains("was left as pending-install by a helm that is gone");
        assertThat(bench.revisions("dev").getLast()).isEqualTo("2 deployed");
    }

    /** A revision that a helm of this machine left, whose number the journal knows; no process has it any more. */
    private void pending(String status, int revision) throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        String plain = """
            {"name":"platform","namespace":"dev","version":%d,"manifest":"","chart":{"metadata":{"name":"auditflow-platform",
            "version":"0.1.0","apiVersion":"v2"}},"info":{"status":"%s","first_deployed":"2020-01-01T00:00:00Z",
            "last_deployed":"2020-01-01T00:00:00Z","deleted":""}}\
            """.formatted(revision, status);
        Base64.Encoder encoder = Base64.getEncoder();
        byte[] inner = encoder.encode(plain.getBytes(StandardCharsets.UTF_8));
        ObjectNode secret = JSON.createObjectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "helm.sh/release.v1");
        secret.putObject("metadata")
                .put("name", "sh.helm.release.v1.platform.v" + revision)
                .putObject("labels")
                .put("owner", "helm")
                .put("name", "platform")
                .put("version", Integer.toString(revision))
                .put("status", status);
        secret.putObject("data").put("release", encoder.encodeToString(inner));
        bench.lab.send("POST", "/api/v1/namespaces/dev/secrets", "application/json", secret.toString());
        ObjectNode journal = JSON.createObjectNode()
                .put("plan", "plan-" + status)
                .put("step", "UPGRADING")
                .put("bundle", "sha256:" + "0".repeat(64))
                .put("fromRevision", revision - 1)
                .put("helmHost", InetAddress.getLocalHost().getHostName())
                .put("helmProcess", gone.pid())
                .put("helmUntil", "2999-01-01T00:00:00Z");
        ObjectNode lease = (ObjectNode) bench.get(LEASE);
        lease.withObject("/metadata/annotations").put("auditflow.dev/journal", journal.toString());
        assertThat(bench.lab
                        .send("PUT", LEASE, "application/json", lease.toString())
                        .status())
                .isEqualTo(200);
    }
}
