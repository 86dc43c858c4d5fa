package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole path of the platform's chart through three environments of a real API server with a real helm. The tests are one
 * story: each goes on from the one before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PromoteTest {
    private static final String VALUES = "chart/environments/";

    private DeployBench bench;

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        bench = new DeployBench(folder);
        bench.attest();
    }

    @AfterAll
    void end() {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    @Order(1)
    void devComesFirst() throws Exception {
        FrontDoor.Result early = bench.promote("staging");
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.errors()).contains("must run the same first, and dev does not: its last promotion never was");
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .contains("objects are healthy", "helm test", "PASS  dev runs sha256:", "revision 1");
        // What cannot be undone is said before anything is done.
        assertThat(result.output())
                .containsSubsequence(
                        "a rollback does not undo what is written to the volume of PersistentVolumeClaim/platform-audit-event-store",
                        "objects are healthy");
        assertThat(bench.revisions("dev")).containsExactly("1 deployed");
    }

    @Test
    @Order(2)
    void promotingAgainChangesNothing() throws Exception {
        FrontDoor.Result again = bench.promote("dev");
        assertThat(again.exitCode()).as(again.text()).isZero();
        assertThat(again.output()).contains("runs it already as revision 1");
        assertThat(bench.revisions("dev")).containsExactly("1 deployed");
    }

    @Test
    @Order(3)
    void stagingFollows() throws Exception {
        FrontDoor.Result result = bench.promote("staging");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .contains("dev does not run docker.io/library/postgres", "dev runs the same, healthy", "PASS  staging");
    }

    @Test
    @Order(4)
    void prodAsksForAnApprovalOfSomebodyElse() throws Exception {
        FrontDoor.Result without = bench.promote("prod");
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.errors()).contains("needs an approval: there is no approval");
        approve("ci.key");
        assertThat(bench.promote("prod").errors()).contains("no approver's key signed it");
        approve("approver.key");
        FrontDoor.Result result = bench.promote("prod");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .contains(
                        "approved by Approver",
                        "a rollback does not undo what is written to the volumes of StatefulSet/platform-audit-event-store-db",
                        "PASS  prod");
        assertThat(bench.by("history", "prod").output()).contains("approved by  Approver", "1 rows");
        assertThat(bench.explain("prod").output()).contains("ok     approval     Approver", "PASS  every link holds");
    }

    /** Revoked afterwards: it is not promoted again, and what runs by it is no longer accounted for. */
    @Test
    @Order(5)
    void aRevokedAttestationIsRefused() throws Exception {
        Matcher digest = Pattern.compile("attestation +(sha256:[0-9a-f]{64})")
                .matcher(bench.explain("prod").output());
        assertThat(digest.find()).isTrue();
        Path list = bench.folder.resolve("revoked");
        Files.writeString(list, digest.group(1) + " signed by mistake\n");
        FrontDoor.Result result = bench.promote("prod", "--revoked", list.toString());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .contains("refused  revocation: It is revoked: sha256:", ": signed by mistake", "nothing was changed");
        FrontDoor.Result explained = bench.explain("prod", "--revoked", list.toString());
        assertThat(explained.exitCode()).isEqualTo(1);
        assertThat(explained.output()).contains("does not hold: it is revoked: sha256:", ": signed by mistake");
    }

    @Test
    @Order(6)
    void oneOtherByteIsRefusedWithItsPath() throws Exception {
        bench.edit(VALUES + "dev.yaml", text -> text.replace("eventsPerSecond: 1", "eventsPerSecond: 2"));
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .contains(
                        "refused  subject",
                        "ConfigMap/platform-audit-event-generator data.AUDIT_GENERATOR_EVENTS_PER_SECOND")
                .contains("nothing was changed");
        assertThat(bench.revisions("dev")).containsExactly("1 deployed");
    }

    /** With what the container wrote before it ended; what it wrote since it runs again says nothing of that. */
    @Test
    @Order(7)
    void crashingPodsAreSeenInSecondsAndTakenBack() throws Exception {
        List<String> lines = new ArrayList<>();
        IntStream.rangeClosed(1, 25).forEach(line -> lines.add("event %02d".formatted(line)));
        lines.add("connecting with DATABASE_PASSWORD=hunter2");
        lines.add("no such table: events");
        bench.lab.logs().write("server.previous", lines);
        bench.lab.logs().write("server", List.of("starting once more"));
        bench.edit(VALUES + "dev.yaml", text -> text + "  podAnnotations: {lab/fate: crash}\n");
        bench.attest();
        FrontDoor.Result result = bench.launch("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains(
                        "HealthFailed: Deployment/platform-audit-event-store: container server of pod platform-audit-event-store-",
                        "CrashLoopBackOff, exit code 1",
                        "; its last lines:\n    event 08\n",
                        "    <hidden: it may hold a credential>\n    no such table: events",
                        "going back to revision 1",
                        "Now revision 3, as healthy as revision 1 was, runs again");
        assertThat(bench.revisions("dev")).containsExactly("1 superseded", "2 superseded", "3 deployed");
        assertThat(bench.evidence("platform/dev")).contains("objects.json", "pods.json", "events.json");
        assertThat(bench.evidence("manifests.yaml")).contains("lab/fate: crash", "kind: Service\n", "---\n");
        assertThat(bench.evidence("summary.txt")).contains("exit code 1", "    no such table: events");
        assertThat(bench.evidence(".server.log"))
                .contains("event 08\n", "<hidden: it may hold a credential>\nno such table: events\n");
        assertThat(result.text() + bench.evidence("")).doesNotContain("hunter2", "event 07", "starting once more");
    }

    @Test
    @Order(8)
    void whatFailedIsHeldUntilResumed() throws Exception {
        FrontDoor.Result held = bench.promote("dev");
        assertThat(held.exitCode()).isEqualTo(1);
        assertThat(held.errors()).contains("is held since", "HealthFailed", "auditflow resume platform --env dev");
        assertThat(bench.by("status", "dev").output())
                .contains("revision 3, deployed", "held by ann", "last rollback: passed", "healthy");
        assertThat(bench.by("resume", "dev").output()).contains("platform goes on in dev");
        assertThat(bench.by("resume", "dev").output()).contains("platform was not held in dev");
    }

    @Test
    @Order(9)
    void aFailingTestIsTakenBackTooWithWhatItWrote() throws Exception {
        bench.lab.logs().write("health", List.of("http://platform-audit-event-store:80/readyz 503", "token: abc"));
        bench.edit(
                VALUES + "dev.yaml",
                text -> text.replace("podAnnotations: {lab/fate: crash}", "tests: {podAnnotations: {lab/fate: fail}}"));
        bench.attest();
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains(
                        "TestFailed: helm test:",
                        "Pod/platform-audit-event-store-test-health: Failed",
                        "; the last lines of container health of pod platform-audit-event-store-test-health:\n"
                                + "    http://platform-audit-event-store:80/readyz 503\n    <hidden");
        assertThat(bench.evidence("-test-health.health.log")).contains("/readyz 503\n<hidden");
        assertThat(bench.revisions("dev").getLast()).isEqualTo("5 deployed");
        bench.edit(VALUES + "dev.yaml", text -> text.replace("  tests: {podAnnotations: {lab/fate: fail}}\n", ""));
    }

    /** Helm itself shows logs of test Pods alone. */
    @Test
    @Order(10)
    void soIsATestThatIsAJob() throws Exception {
        Path template = bench.folder.resolve("chart/charts/audit-event-store/templates/tests/health.yaml");
        String pod = Files.readString(template);
        Files.writeString(template, asJob(pod));
        bench.lab.logs().write("health", List.of("2 rows have no hash"));
        bench.attest();
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains("Job/platform-audit-event-store-test-health: Failed")
                .containsPattern(
                        "; the last lines of container health of pod platform-audit-event-store-test-health-[^ ]+:"
                                + "\n    2 rows have no hash");
        assertThat(bench.evidence(".health.log")).contains("2 rows have no hash");
        assertThat(bench.revisions("dev").getLast()).isEqualTo("7 deployed");
        Files.writeString(template, pod);
    }

    /** The chart's test as a Job whose pod fails. */
    private static String asJob(String pod) {
        String[] parts = pod.replace("apiVersion: v1\nkind: Pod", "apiVersion: batch/v1\nkind: Job")
                .split("\nspec:\n", 2);
        return parts[0] + """

                spec:
                  backoffLimit: 0
                  template:
                    metadata:
                      labels:
                        {{- include "audit-event-store.labels" (dict "root" . "component" "test") | nindent 8 }}
                      annotations: {lab/fate: fail}
                    spec:
                """
                + parts[1].replace("nindent 8", "nindent 12")
                        .replace("nindent 4", "nindent 8")
                        .indent(4);
    }

    /** Of the chart, too: it has another version. */
    @Test
    @Order(11)
    void aRepairedOneIsLetThroughWithoutResuming() throws Exception {
        bench.edit("chart/Chart.yaml", text -> text.replaceFirst("(?m)^version: .*$", "version: 0.2.0"));
        bench.attest();
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(bench.revisions("dev").getLast()).isEqualTo("8 deployed");
    }

    @Test
    @Order(12)
    void goingBackByHandHoldsWhatRan() throws Exception {
        FrontDoor.Result result = bench.by("rollback", "dev", "--reason", "too many events");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).contains("revision 9, as healthy as revision 7 was, runs again");
        assertThat(bench.promote("dev").errors()).contains("taken back by hand: too many events");
        DeployBench.ok(bench.by("resume", "dev"));
        DeployBench.ok(bench.by("hold", "dev", "--reason", "freeze"));
        assertThat(bench.promote("dev").errors()).contains("freeze");
        DeployBench.ok(bench.by("resume", "dev"));
    }

    @Test
    @Order(13)
    void theLedgerTellsAllOfItAndOfEveryChangedRow() throws Exception {
        FrontDoor.Result history = bench.by("history", "dev");
        assertThat(history.output())
                .contains("HealthFailed", "TestFailed", "rollback", "hold", "resume", "too many events");
        FrontDoor.Result rows = FrontDoor.run(
                "ledger",
                "export",
                "platform",
                "--env",
                "dev",
                "-c",
                bench.config.toString(),
                "--kubeconfig",
                bench.kubeconfig());
        Path file = bench.folder.resolve("ledger.jsonl");
        Files.writeString(file, rows.output());
        assertThat(FrontDoor.run("ledger", "verify", file.toString()).output()).startsWith("PASS  ");
        Files.writeString(file, rows.output().replaceFirst("\"TestFailed\"", "\"testFailed\""));
        FrontDoor.Result broken = FrontDoor.run("ledger", "verify", file.toString());
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.output()).containsPattern("FAIL  Row [0-9]+ was changed");
    }

    @Test
    @Order(14)
    void anotherClusterIsRefusedBeforeAnythingIsRead() throws Exception {
        bench.configure(
                text -> text.replaceFirst("cluster: [0-9a-f-]+", "cluster: 00000000-0000-0000-0000-000000000000"));
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors()).contains("This is the cluster", "and dev is 00000000-0000", "nothing was changed");
        bench.configure(text -> text.replaceFirst("context: lab", "context: elsewhere"));
        assertThat(bench.promote("dev").errors()).contains("no context \"elsewhere\"");
        bench.configure(text -> text.replace("kubernetes: [\"1.34\"]", "kubernetes: [\"1.33\"]"));
        FrontDoor.Result version = bench.promote("dev");
        assertThat(version.exitCode()).isEqualTo(2);
        assertThat(version.errors()).contains("dev runs Kubernetes 1.34, and platform is judged for 1.33 only");
    }

    private void approve(String key) {
        DeployBench.ok(FrontDoor.run(
                "approve",
                "platform/prod",
                "-c",
                bench.config.toString(),
                "--no-cache",
                "--approve-key",
                bench.folder.resolve(key).toString()));
    }
}
