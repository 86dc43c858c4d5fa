package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A promoter that is killed at any step, and the one after it: one outcome, told once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromoteCrashTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VALUES = "chart/environments/dev.yaml";

    private DeployBench bench;
    private int rate = 10;

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        bench = new DeployBench(folder);
        bench.configure(text -> text.replaceFirst("timeout: 20s", "timeout: 20s, bake: { for: 1s }"));
        bench.attest();
        DeployBench.ok(bench.promote("dev"));
    }

    @AfterAll
    void end() {
        if (bench != null) {
            bench.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPGRADING", "CHECKING", "TESTING", "BAKING", "RECORDING"})
    void theNextOneFinishesIt(String step) throws Exception {
        change();
        Process first = start();
        await(first, () -> journal().path("step").asText("").equals(step));
        kill(first);
        finished();
    }

    /** Helm is killed too, while its revision is pending: it would refuse the release for ever. */
    @Test
    void aPendingRevisionIsFreed() throws Exception {
        change();
        Process first = start();
        await(
                first,
                () -> bench.revisions("dev").getLast().endsWith("pending-upgrade")
                        && journal().path("helmProcess").asLong() > 0);
        long helm = journal().path("helmProcess").asLong();
        kill(first);
        ProcessHandle.of(helm).ifPresent(ProcessHandle::destroyForcibly);
        finished();
    }

    @Test
    void goingBackIsFinished() throws Exception {
        List<String> before = rows();
        bench.edit(VALUES, text -> text + "  podAnnotations: {lab/fate: crash}\n");
        bench.attest();
        Process first = start();
        await(first, () -> journal().path("step").asText("").equals("GOING_BACK"));
        kill(first);
        FrontDoor.Result second = bench.promote("dev");
        assertThat(second.exitCode()).as(second.text()).isEqualTo(1);
        assertThat(second.output()).contains("HealthFailed");
        assertThat(bench.revisions("dev"))
                .filteredOn(one -> one.endsWith("deployed"))
                .hasSize(1);
        List<String> added = rows().subList(before.size(), rows().size());
        assertThat(added).hasSize(2);
        assertThat(added.getFirst()).contains("\"action\":\"promote\"", "\"outcome\":\"failed\"");
        assertThat(added.getLast()).contains("\"action\":\"rollback\"", "\"outcome\":\"passed\"");
        assertThat(bench.by("status", "dev").exitCode()).isZero();
        DeployBench.ok(bench.by("resume", "dev"));
        bench.edit(VALUES, text -> text.replace("  podAnnotations: {lab/fate: crash}\n", ""));
    }

    @Test
    void oneOfTwoIsRefused() throws Exception {
        change();
        Process first = start();
        await(first, () -> !journal().isMissingNode());
        FrontDoor.Result second = bench.promote("dev");
        assertThat(first.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(first.exitValue()).isZero();
        // It came while the other was at work, or behind it.
        assertThat(second.text())
                .satisfiesAnyOf(
                        text -> assertThat(text).contains("works on platform now"),
                        text -> assertThat(text).contains("runs it already"));
        assertThat(bench.revisions("dev"))
                .filteredOn(one -> one.endsWith("deployed"))
                .hasSize(1);
    }

    @Test
    void theOtherMayWait() throws Exception {
        change();
        Process first = start();
        await(first, () -> !journal().isMissingNode());
        FrontDoor.Result second = bench.promote("dev", "--wait", "5m");
        assertThat(second.exitCode()).as(second.text()).isZero();
        assertThat(second.output()).contains("runs it already");
        assertThat(first.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(first.exitValue()).isZero();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void change() throws Exception {
        int next = rate + 1;
        bench.edit(VALUES, text -> text.replaceFirst("eventsPerSecond: [0-9]+", "eventsPerSecond: " + next));
        rate = next;
        bench.attest();
    }

    private Process start() throws Exception {
        List<String> args = new ArrayList<>(List.of("promote", "platform", "--to", "dev"));
        args.addAll(bench.flags("promote"));
        return Launched.builder(bench.folder, Map.of(), args.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(bench.folder.resolve("first.log").toFile())
                .start();
    }

    private static void await(Process process, Condition condition) throws Exception {
        while (process.isAlive() && !condition.holds()) {
            Thread.sleep(5);
        }
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** What is left to do is done once, and nothing is left behind. */
    private void finished() throws Exception {
        FrontDoor.Result second = bench.promote("dev");
        assertThat(second.exitCode()).as(second.text()).isZero();
        List<String> revisions = bench.revisions("dev");
        assertThat(revisions).noneMatch(one -> one.contains("pending"));
        assertThat(revisions).filteredOn(one -> one.endsWith("deployed")).hasSize(1);
        assertThat(journal().isMissingNode()).isTrue();
        List<String> rows = rows();
        String bundle = JSON.readTree(rows.getLast()).path("bundle").asText();
        assertThat(rows).filteredOn(row -> row.contains(bundle)).hasSize(1);
        assertThat(bench.by("status", "dev").exitCode()).isZero();
    }

    private List<String> rows() {
        FrontDoor.Result rows = FrontDoor.run(
                Stream.concat(Stream.of("ledger", "export", "platform", "--env", "dev"), bench.flags("ledger").stream())
                        .toArray(String[]::new));
        DeployBench.ok(rows);
        return rows.output().lines().toList();
    }

    private JsonNode journal() throws Exception {
        String text = bench.get("/apis/coordination.k8s.io/v1/namespaces/dev/leases/auditflow.platform")
                .path("metadata")
                .path("annotations")
                .path("auditflow.dev/journal")
                .asText("");
        return text.isEmpty() ? JSON.missingNode() : JSON.readTree(text);
    }
}
