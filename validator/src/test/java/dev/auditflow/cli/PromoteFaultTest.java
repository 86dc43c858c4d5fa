package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.lab.FaultProxy;
import dev.auditflow.lab.FaultProxy.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An API server that is busy, broken or far away: what a promotion says is true, and the next one has one outcome. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromoteFaultTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VALUES = "chart/environments/dev.yaml";
    private static final String LEASES = "/leases";
    private static final List<String> FOLDERS = List.of("chart/environments", "attestations", "goldenfiles");

    private DeployBench bench;
    private FaultProxy proxy;
    private boolean second;

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        bench = new DeployBench(folder);
        bench.configure(text -> text.replace("timeout: 20s", "timeout: 60s"));
        proxy = FaultProxy.before(bench.lab, folder);
        bench.attest();
        keep("first");
        bench.edit(VALUES, text -> text.replace("eventsPerSecond: 1", "eventsPerSecond: 2"));
        bench.attest();
        keep("second");
        second = true;
        DeployBench.ok(bench.promote("dev"));
    }

    /** Signing takes longer than promoting, so two renderings take turns. */
    private void keep(String name) throws IOException {
        for (String folder : FOLDERS) {
            Path kept = bench.folder.resolve(name).resolve(folder);
            Files.createDirectories(kept.getParent());
            DeployBench.copy(bench.folder.resolve(folder), kept);
        }
    }

    private void takeTurns() throws IOException {
        second = !second;
        for (String folder : FOLDERS) {
            DeployBench.copy(
                    bench.folder.resolve(second ? "second" : "first").resolve(folder), bench.folder.resolve(folder));
        }
    }

    @AfterAll
    void end() {
        if (bench != null) {
            proxy.close();
            bench.close();
        }
    }

    private static Arguments faults(String name, boolean passes, FaultProxy.Faults faults) {
        return Arguments.of(name, passes, faults);
    }

    /** The first time that a path is written, and no other. */
    private static FaultProxy.Faults once(String part, Fault fault) {
        Set<String> seen = new HashSet<>();
        return (method, target, _) -> {
            synchronized (seen) {
                boolean hit = !method.equals("GET") && target.contains(part) && seen.add(method + target);
                return hit ? fault : Fault.none();
            }
        };
    }

    static Stream<Arguments> faults() {
        FaultProxy.Faults changes = once("/secrets/sh.helm", Fault.refused(409));
        return Stream.of(
                faults(
                        "429 to every tenth request",
                        true,
                        (_, _, number) -> number % 10 == 0 ? Fault.refused(429) : Fault.none()),
                faults(
                        "500 to the promoter's every fourth",
                        true,
                        (_, target, number) -> number % 4 == 0 && isOurs(target) ? Fault.refused(500) : Fault.none()),
                faults("409 to the first writing of the lease", true, once(LEASES, Fault.refused(409))),
                faults("the answers to the first writings of the lease are lost", true, once(LEASES, Fault.lost())),
                faults(
                        "the answers to the first writings of the ledger are lost",
                        true,
                        once("/configmaps/auditflow-ledger", Fault.lost())),
                faults(
                        "409 to the first writing of the ledger",
                        true,
                        once("/configmaps/auditflow-ledger", Fault.refused(409))),
                faults("500 to helm's first writing of its storage", false, once("/secrets", Fault.refused(500))),
                faults(
                        "409 to the first change of each of helm's revisions",
                        false,
                        (method, target, number) -> changes.of(method, method.equals("PUT") ? target : "", number)),
                faults(
                        "500 to every writing of a Deployment",
                        false,
                        (method, target, _) -> !method.equals("GET") && target.contains("/deployments")
                                ? Fault.refused(500)
                                : Fault.none()),
                faults(
                        "500 to every reading of a Deployment",
                        false,
                        (method, target, _) -> method.equals("GET") && target.contains("/deployments/")
                                ? Fault.refused(500)
                                : Fault.none()),
                faults(
                        "503 to everything from the hundredth on",
                        false,
                        (_, _, number) -> number > 100 ? Fault.refused(503) : Fault.none()));
    }

    private static boolean isOurs(String target) {
        return target.contains(LEASES) || target.contains("auditflow-ledger");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void endsInOneOutcome(String name, boolean passes, FaultProxy.Faults faults) throws Exception {
        takeTurns();
        int rows = passed();
        int before = proxy.spoilt().size();
        int[] count = {0};
        proxy.spoil((method, target, _) -> {
            synchronized (count) {
                return faults.of(method, target, ++count[0]);
            }
        });
        FrontDoor.Result first = through();
        proxy.spoil((_, _, _) -> Fault.none());
        assertThat(proxy.spoilt().size()).as("the fault happened").isGreaterThan(before);
        assertThat(first.text()).doesNotContain("Exception", "defect");
        if (passes) {
            assertThat(first.exitCode()).as(first.text()).isZero();
        } else {
            assertThat(first.exitCode()).as(first.text()).isIn(1, 3);
            assertThat(first.text()).containsPattern("(?m)^(FAIL|auditflow:) ");
        }
        FrontDoor.Result resumed = bench.by("resume", "dev");
        assertThat(resumed.exitCode()).as(resumed.text()).isZero();
        settled(rows);
    }

    private FrontDoor.Result through() {
        List<String> args = new ArrayList<>(List.of("promote", "platform", "--to", "dev"));
        List<String> flags = bench.flags("promote");
        args.addAll(flags.stream()
                .map(flag ->
                        flag.equals(bench.kubeconfig()) ? proxy.kubeconfig().toString() : flag)
                .toList());
        return FrontDoor.run(args.toArray(String[]::new));
    }

    private void settled(int rows) throws Exception {
        FrontDoor.Result last = bench.promote("dev");
        assertThat(last.exitCode()).as(last.text()).isZero();
        List<String> revisions = bench.revisions("dev");
        assertThat(revisions).noneMatch(one -> one.contains("pending"));
        assertThat(revisions).filteredOn(one -> one.endsWith("deployed")).hasSize(1);
        assertThat(bench.get("/apis/coordination.k8s.io/v1/namespaces/dev/leases/auditflow.platform")
                        .path("metadata")
                        .path("annotations")
                        .has("auditflow.dev/journal"))
                .isFalse();
        assertThat(passed()).isEqualTo(rows + 1);
        assertThat(bench.by("status", "dev").exitCode()).isZero();
    }

    /** How often the ledger says that a promotion passed. */
    private int passed() throws IOException {
        List<String> args = new ArrayList<>(List.of("ledger", "export", "platform", "--env", "dev"));
        args.addAll(bench.flags("ledger"));
        int passed = 0;
        for (String row :
                FrontDoor.run(args.toArray(String[]::new)).output().lines().toList()) {
            JsonNode node = JSON.readTree(row);
            boolean promotion = node.path("action").asText().equals("promote");
            passed += promotion && node.path("outcome").asText().equals("passed") ? 1 : 0;
        }
        return passed;
    }
}
