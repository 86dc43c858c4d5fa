package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the environment before must run, and for how long. Each test adds one more difference, which is looked at earlier. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PromotePrecedentTest {
    private DeployBench bench;

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        bench = new DeployBench(folder);
        bench.configure(text -> text.replaceFirst("(?s)(staging: .*?)timeout: 20s", "$1timeout: 20s, soak: 1h"));
        bench.attest();
        DeployBench.ok(bench.promote("dev"));
    }

    @AfterAll
    void end() {
        if (bench != null) {
            bench.close();
        }
    }

    @AfterEach
    void nothingWasChanged() throws Exception {
        assertThat(bench.revisions("staging")).isEmpty();
    }

    private void refusedBecause(String words) {
        FrontDoor.Result result = bench.promote("staging");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.errors()).contains("platform must run the same first, and dev does not: " + words);
    }

    private void attestStaging() throws Exception {
        DeployBench.ok(FrontDoor.process(bench.folder, Map.of(), new byte[0], "golden", "update", "platform/staging"));
        DeployBench.ok(bench.run(
                "validate",
                "platform/staging",
                "-c",
                bench.config.toString(),
                "--no-cache",
                "--attest",
                bench.folder.resolve("ci.key").toString()));
    }

    @Test
    @Order(1)
    void itMustHaveRunForSomeTime() {
        refusedBecause("it runs it since ");
        assertThat(bench.promote("staging").errors()).contains(", and 1h are asked for");
    }

    @Test
    @Order(2)
    void withTheSameImages() throws Exception {
        bench.edit("chart/environments/staging.yaml", text -> text.replaceFirst("tag: \"\"", "tag: \"2.0.0\""));
        attestStaging();
        refusedBecause("it runs the image ");
    }

    @Test
    @Order(3)
    void judgedByTheSamePolicies() throws Exception {
        bench.edit("auditflow.yaml", text -> text + "policies: { rules: { AF701: info } }\n");
        attestStaging();
        refusedBecause("what it runs was judged by other policies");
    }

    @Test
    @Order(4)
    void ofTheSameChart() throws Exception {
        bench.edit("chart/Chart.yaml", text -> text.replaceFirst("(?m)^version: .*$", "version: 0.2.0"));
        attestStaging();
        refusedBecause("it runs another chart");
    }
}
