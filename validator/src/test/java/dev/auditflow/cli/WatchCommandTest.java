package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody edits while the program watches. */
@Timeout(300)
final class WatchCommandTest {
    private static final int LONGEST_SECONDS = 120;

    @TempDir
    private Path folder;

    @TempDir
    private Path cache;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private Fleet fleet;
    private Process process;

    @BeforeEach
    void watch() throws IOException {
        fleet = Fleet.of(folder, 2);
        process = Launched.builder(folder, Map.of("AUDITFLOW_CACHE", cache.toString()), "watch")
                .redirectErrorStream(true)
                .start();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException e) {
                lines.add("closed: " + e.getMessage());
            }
        });
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    @Test
    void saysAfterEverySaveWhatChangedAndNothingElse() throws Exception {
        assertThat(until("watching ")).contains("PASS  c0@1.34", "PASS  c1@1.34");

        fleet.write("values/c1.yaml", "greeting: moin\n");
        assertThat(until("1 of 2 targets checked again"))
                .contains("── values/c1.yaml", "deny AF802  ConfigMap/c1 data.greeting")
                .noneMatch(line -> line.contains("c0") || line.startsWith("account"));

        fleet.write(
                "goldenfiles/c1/configmap.c1.yaml",
                fleet.read("goldenfiles/c1/configmap.c1.yaml").replace("hi", "moin"));
        assertThat(until("PASS ")).contains("gone AF802  ConfigMap/c1 data.greeting");

        fleet.write("charts/c0/templates/more/new.yaml", "no: object\n");
        assertThat(until("FAIL ")).contains("deny AF904  A document is no Kubernetes object");
        Files.delete(folder.resolve("charts/c0/templates/more/new.yaml"));
        assertThat(until("PASS ")).contains("gone AF904  A document is no Kubernetes object");
    }

    @Test
    void mistakesAreSaidAndWatchingGoesOn() throws Exception {
        until("watching ");
        String config = fleet.read("auditflow.yaml");
        fleet.write("auditflow.yaml", config + "releases: [\n");
        until("auditflow: auditflow.yaml:");
        fleet.write("auditflow.yaml", config.replace("values/c1.yaml", "values/none.yaml"));
        until("auditflow: auditflow.yaml:");
        fleet.write("auditflow.yaml", config);
        until("PASS ");
        fleet.write("values/c0.yaml", "a: [\n");
        assertThat(until("ERROR ")).anyMatch(line -> line.startsWith("deny AF901"));
        fleet.write("values/c0.yaml", "greeting: hi\n");
        until("PASS ");

        process.destroy();
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("of the signal, as shells count").isEqualTo(128 + 15);
        assertThat(lines).noneMatch(line -> line.contains("Exception"));
    }

    @Test
    void standardInputIsRefused() throws Exception {
        Launched run = Launched.run(folder, Map.of("AUDITFLOW_CACHE", cache.toString()), "watch", "-");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("auditflow: Standard input cannot be watched; name a chart, a file or a folder\n");
    }

    /** All lines up to one that begins so. */
    private List<String> until(String start) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        while (true) {
            String line = lines.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
            assertThat(line).as("a line \"%s\" after %s", start, seen).isNotNull();
            seen.add(line);
            if (line.startsWith(start)) {
                return seen;
            }
        }
    }
}
