package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.host.Command;
import dev.auditflow.lab.WebStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Who hears of promotions: a webhook, GitHub, the run's summary, Prometheus. One story. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PromoteToldTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VALUES = "chart/environments/dev.yaml";

    private DeployBench bench;
    private WebStub server;
    private String commit = "";

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        bench = new DeployBench(folder);
        server = WebStub.start(_ -> new WebStub.Answer(201, "{\"id\":7}"));
        Files.writeString(folder.resolve("token"), "s3cret\n");
        String told = """
            , notify: [ { webhook: "%1$s/hook-path", secret: token }, { github: commit-status, repository: acme/shop,
                api: "%1$s", token: token }, { github: deployment, repository: acme/shop, api: "%1$s", token: token } ]\
            """.formatted(server.address());
        bench.configure(text -> text.replaceFirst("timeout: 20s", "timeout: 20s, ledger: { folder: ledger }" + told));
        bench.attest();
        for (List<String> args : List.of(
                List.of("init", "-q"),
                List.of(
                        "-c",
                        "user.name=a",
                        "-c",
                        "user.email=a@example.com",
                        "commit",
                        "-q",
                        "--allow-empty",
                        "-m",
                        "x"))) {
            git(args);
        }
        commit = git(List.of("rev-parse", "HEAD")).strip();
    }

    private String git(List<String> args) throws Exception {
        List<String> argv = new ArrayList<>(List.of("git", "-C", bench.folder.toString()));
        argv.addAll(args);
        Command.Result result = Command.of(argv).run();
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output();
    }

    @AfterAll
    void end() {
        if (bench != null) {
            bench.close();
            server.close();
        }
    }

    private JsonNode body(int request) throws Exception {
        return JSON.readTree(server.requests().get(request).body());
    }

    @Test
    @Order(1)
    void whoIsNamedIsTold() throws Exception {
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .contains("told the webhook 127.0.0.1", "told the commit status in acme/shop")
                .doesNotContain("hook-path", "s3cret");
        assertThat(server.requests())
                .extracting(WebStub.Request::target)
                .containsExactly(
                        "/hook-path",
                        "/repos/acme/shop/statuses/" + commit,
                        "/repos/acme/shop/deployments",
                        "/repos/acme/shop/deployments/7/statuses");
        assertThat(body(0).path("outcome").asText()).isEqualTo("passed");
        assertThat(body(0).path("rendering").asText()).startsWith("sha256:");
        assertThat(body(1).path("state").asText()).isEqualTo("success");
        assertThat(bench.by("history", "dev").output()).contains("commit       " + commit);
    }

    /** Rows that do not lie in the cluster are read where there is none. */
    @Test
    @Order(2)
    void theLedgerIsReadWithoutACluster() throws Exception {
        FrontDoor.Result rows = offline("ledger", "export");
        assertThat(rows.exitCode()).as(rows.text()).isZero();
        Path file = bench.folder.resolve("rows.jsonl");
        Files.writeString(file, rows.output());
        assertThat(FrontDoor.run("ledger", "verify", file.toString()).output())
                .startsWith("PASS  1 rows, head sha256:");
        assertThat(offline("history").output()).contains("commit       " + commit);
        assertThat(offline("metrics").output()).contains("auditflow_deployments");
    }

    private FrontDoor.Result offline(String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(List.of("platform", "--env", "dev", "-c", bench.config.toString(), "--kubeconfig", "/nonexistent"));
        return FrontDoor.run(args.toArray(String[]::new));
    }

    /** From the commit to the health of now; what nobody can look at is no pass. */
    @Test
    @Order(2)
    void whyAnEnvironmentRunsWhatItRuns() {
        FrontDoor.Result result = bench.explain("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .contains("platform/dev\n", "ok     ledger       1 rows, head sha256:")
                .contains("ok     commit       " + commit + " of 20", ", signed by the key ")
                .contains("ok     approval     nobody had to", "by ann, healthy")
                .contains("ok     revision     1, deployed, as the ledger says", "ok     now          healthy")
                .contains("PASS  every link holds");
        FrontDoor.Result away = FrontDoor.run("explain", "dev", "-c", bench.config.toString(), "--kubeconfig", "/none");
        assertThat(away.exitCode()).isEqualTo(1);
        assertThat(away.output())
                .contains(
                        "ok     ledger       1 rows", "broken", "The kubeconfig /none cannot be read", "FAIL  a link");
        FrontDoor.Result typo = FrontDoor.run("explain", "def", "-c", bench.config.toString());
        assertThat(typo.exitCode()).isEqualTo(2);
        assertThat(typo.errors()).contains("or an environment of", "dev, staging, prod");
    }

    @Test
    @Order(2)
    void whoCannotBeToldFailsNothing() {
        server.answer(_ -> new WebStub.Answer(500, ""));
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .contains("PASS  dev runs it already", "could not tell the webhook 127.0.0.1: 127.0.0.1:")
                .contains("answers with 500");
        server.answer(_ -> new WebStub.Answer(201, "{\"id\":7}"));
    }

    @Test
    @Order(3)
    void aFailureIsToldWithItsCause() throws Exception {
        bench.edit(VALUES, text -> text + "  podAnnotations: {lab/fate: crash}\n");
        bench.attest();
        int before = server.requests().size();
        assertThat(bench.promote("dev").exitCode()).isEqualTo(1);
        assertThat(body(before).path("cause").asText()).isEqualTo("HealthFailed");
        assertThat(body(before + 1).path("state").asText()).isEqualTo("failure");
        FrontDoor.Result held = bench.promote("dev");
        assertThat(held.exitCode()).isEqualTo(1);
        assertThat(body(before + 4).path("outcome").asText()).isEqualTo("refused");
        assertThat(body(before + 4).path("sentence").asText()).contains("is held since");
    }

    @Test
    @Order(4)
    void prometheusReadsTheFour() throws Exception {
        Path file = bench.folder.resolve("auditflow.prom");
        FrontDoor.Result result = bench.by("metrics", "dev", "--file", file.toString());
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).isEmpty();
        String labels = "environment=\"dev\",release=\"platform\"";
        assertThat(file)
                .content()
                .contains("# TYPE auditflow_promotions_total counter\n")
                .contains("auditflow_promotions_total{environment=\"dev\",outcome=\"failed\",release=\"platform\"} 1\n")
                .contains("auditflow_promotions_total{environment=\"dev\",outcome=\"passed\",release=\"platform\"} 1\n")
                .contains("auditflow_deployments{" + labels + "} 2\n")
                .contains("auditflow_change_failure_ratio{" + labels + "} 0.5\n")
                .containsPattern(
                        "auditflow_lead_time_seconds\\{environment=\"dev\",release=\"platform\",stat=\"median\"}"
                                + " [0-9]+\n")
                .containsPattern(
                        "auditflow_restore_time_seconds\\{environment=\"dev\",release=\"platform\",stat=\"max\"}"
                                + " [0-9]+\n")
                .contains("auditflow_broken{" + labels + "} 0\n");
        assertThat(bench.by("metrics", "dev", "--window", "soon").errors()).contains("--window takes a time such as");
    }

    @Test
    @Order(5)
    void theRunHasASummary() throws Exception {
        Path summary = bench.folder.resolve("summary.md");
        List<String> args = new ArrayList<>(List.of("promote", "platform", "--to", "dev"));
        args.addAll(bench.flags("promote"));
        FrontDoor.Result result = FrontDoor.process(
                bench.folder,
                Map.of("GITHUB_STEP_SUMMARY", summary.toString()),
                new byte[0],
                args.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(summary)
                .content()
                .startsWith("## ❌ promote platform to dev: refused\n")
                .contains("is held since", "| commit | `" + commit + "` |", "the attestation holds: sha256:");
    }

    /** The last rendering is held, so a forecast has something to say. */
    @Test
    @Order(6)
    void theForecastNamesReviewerAndHold() throws Exception {
        bench.edit("auditflow.yaml", text -> text.replaceFirst("timeout: 20s", "timeout: 20s, approval: github"));
        int told = server.requests().size();
        server.answer(request -> new WebStub.Answer(
                200, request.target().endsWith("/approvals") ? "[]" : "{\"head_sha\":\"%s\"}".formatted(commit)));
        assertThat(forecast("").output())
                .contains("stops  approval    dev needs an approval at GitHub, and this is no run");
        assertThat(forecast("99").output())
                .contains("stops  approval    dev needs an approval: nobody but bob approved");
        server.answer(request -> new WebStub.Answer(
                200,
                request.target().endsWith("/approvals")
                        ? "[{\"state\":\"approved\",\"environments\":[{\"name\":\"dev\"}],\"user\":{\"login\":\"ann\"}}]"
                        : "{\"head_sha\":\"%s\"}".formatted(commit)));
        FrontDoor.Result result = forecast("99");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains(
                        "goes   signature",
                        "goes   approval    ann, by GitHub run 99",
                        "stops  hold        platform/dev")
                .contains("goes   lease       free", "goes   helm        would send what was judged")
                .contains("goes   way back    revision", "FAIL  1 step would stop it; nothing was changed")
                .doesNotContain("s3cret");
        assertThat(server.requests().stream().skip(told))
                .as("nobody is told of a forecast")
                .allMatch(request -> request.method().equals("GET"));
    }

    private FrontDoor.Result forecast(String run) throws Exception {
        List<String> args = new ArrayList<>(List.of("promote", "platform", "--to", "dev", "--explain"));
        args.addAll(bench.flags("promote"));
        Map<String, String> github = Map.of(
                "GITHUB_RUN_ID",
                run,
                "GITHUB_ACTOR",
                "bob",
                "GITHUB_TOKEN",
                "s3cret",
                "GITHUB_REPOSITORY",
                "acme/shop",
                "GITHUB_API_URL",
                server.address().toString());
        return FrontDoor.process(bench.folder, github, new byte[0], args.toArray(String[]::new));
    }
}
