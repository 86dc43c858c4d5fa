package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.lab.WebStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The bake window behind a real promotion, with an Alertmanager of this test's own. One story. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PromoteBakeTest {
    private static final String VALUES = "chart/environments/dev.yaml";
    private static final String TOKEN = "s3cret-token";

    private DeployBench bench;
    private WebStub alertmanager;
    private int rate = 1;

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        bench = new DeployBench(folder);
        alertmanager = WebStub.start(_ -> new WebStub.Answer(200, "[]"));
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        bake("");
        bench.attest();
    }

    @AfterAll
    void end() {
        if (bench != null) {
            bench.close();
            alertmanager.close();
        }
    }

    private void bake(String more) throws Exception {
        String bake = ", bake: { for: 2s, every: 1s, alertmanager: \"%s\", token: token%s }"
                .formatted(alertmanager.address(), more);
        bench.configure(text -> text.replaceFirst("timeout: 20s", "timeout: 20s" + bake));
    }

    private void change() throws Exception {
        int next = rate + 1;
        bench.edit(VALUES, text -> text.replace("eventsPerSecond: " + rate, "eventsPerSecond: " + next));
        rate = next;
        bench.attest();
    }

    private static WebStub.Answer firing(String name) {
        return new WebStub.Answer(200, """
                [{"fingerprint":"%1$s","labels":{"alertname":"%1$s","severity":"critical","namespace":"dev"},
                "annotations":{"summary":"events are lost"},"startsAt":"%2$s","status":{"state":"active"}}]""".formatted(name, Instant.now()));
    }

    @Test
    @Order(1)
    void aQuietWindowIsPartOfTheLedger() throws Exception {
        alertmanager.answer(_ -> firing("old"));
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .contains("alerts that fire already do not count: old", "watching it for 2s", "PASS  dev");
        assertThat(result.text()).doesNotContain(TOKEN);
        assertThat(alertmanager.requests())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(request -> assertThat(request.headers()).containsEntry("authorization", "Bearer " + TOKEN));
        assertThat(bench.by("history", "dev").output())
                .contains("bake         2s: 3 looks, healthy, no alert, 0 unanswered");
    }

    @Test
    @Order(2)
    void anAlertTakesItBackWithEvidence() throws Exception {
        change();
        AtomicInteger asked = new AtomicInteger();
        alertmanager.answer(_ -> asked.getAndIncrement() == 0 ? firing("old") : firing("EventsLost"));
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains(
                        "AlertFired: In the bake window fires EventsLost",
                        "events are lost",
                        "going back to revision 1")
                .contains("Now revision 3, as healthy as revision 1 was, runs again");
        try (Stream<Path> files = Files.walk(bench.folder.resolve("evidence"))) {
            Path alerts = files.filter(file -> file.endsWith("alerts.txt"))
                    .findFirst()
                    .orElseThrow();
            assertThat(alerts).content().contains("EventsLost");
        }
        assertThat(bench.by("history", "dev").output()).contains("AlertFired");
        DeployBench.ok(bench.by("resume", "dev"));
    }

    @Test
    @Order(3)
    void nobodyKnowsIsNeitherPassedNorTakenBack() throws Exception {
        change();
        AtomicInteger asked = new AtomicInteger();
        alertmanager.answer(_ -> new WebStub.Answer(asked.getAndIncrement() == 0 ? 200 : 500, "[]"));
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(3);
        assertThat(result.output()).contains("nobody knows whether alerts fire", "promote again to look again");
        assertThat(bench.revisions("dev").getLast()).isEqualTo("4 deployed");
        assertThat(bench.by("history", "dev").output()).contains("inconclusive", "AlertsUnknown");
        assertThat(bench.promote("staging").errors()).contains("its last promotion did not pass");
        alertmanager.answer(_ -> new WebStub.Answer(200, "[]"));
        FrontDoor.Result again = bench.promote("dev");
        assertThat(again.exitCode()).as(again.text()).isZero();
        assertThat(bench.revisions("dev").getLast()).isEqualTo("4 deployed");
    }

    @Test
    @Order(4)
    void withoutABaselineNothingIsChanged() throws Exception {
        change();
        alertmanager.answer(_ -> new WebStub.Answer(403, ""));
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.errors()).contains("Alertmanager refuses the token (403)", "Nothing was changed");
        assertThat(bench.revisions("dev").getLast()).isEqualTo("4 deployed");
    }

    @Test
    @Order(5)
    void theConfigurationMayLetItPassWithAnAccount() throws Exception {
        bake(", unreachable: pass");
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).contains("Alertmanager refuses the token (403)", "PASS  dev");
        assertThat(bench.by("history", "dev").output()).contains("2s: nobody knows whether alerts fired");
    }

    /** Its alert began before the second run, which has only the journal to know that it did not fire before the first. */
    @Test
    @Order(6)
    void whoIsKilledInItIsFollowedByOneWhoKnowsTheBaseline() throws Exception {
        bake("");
        change();
        AtomicInteger asked = new AtomicInteger();
        alertmanager.answer(_ -> asked.getAndIncrement() == 0 ? new WebStub.Answer(200, "[]") : firing("EventsLost"));
        List<String> args = new java.util.ArrayList<>(List.of("promote", "platform", "--to", "dev"));
        args.addAll(bench.flags("promote"));
        Process first = Launched.builder(bench.folder, Map.of(), args.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(bench.folder.resolve("first.log").toFile())
                .start();
        while (first.isAlive() && asked.get() < 2) {
            Thread.sleep(5);
        }
        first.destroyForcibly().waitFor();
        FrontDoor.Result second = bench.promote("dev");
        assertThat(second.exitCode()).as(second.text()).isEqualTo(1);
        assertThat(second.output()).contains("left at the step baking", "AlertFired", "EventsLost");
        assertThat(bench.by("status", "dev").exitCode()).isZero();
    }
}
