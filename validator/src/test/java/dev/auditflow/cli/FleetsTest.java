package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that are left to another machine or to an earlier run. */
final class FleetsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int CHARTS = 7;

    @TempDir
    private Path folder;

    private Fleet fleet;

    @BeforeEach
    void charts() throws IOException {
        fleet = Fleet.of(folder, CHARTS);
        fleet.write("values/c4.yaml", "greeting: bye\n");
    }

    @Test
    void shardsJoinIntoTheVerdictOfOneRun() throws Exception {
        JsonNode whole = report("whole.json", 1);
        for (int i = 1; i <= 3; i++) {
            JsonNode part = report("part%d.json".formatted(i), -1, "--shard", i + "/3");
            assertThat(part.path("targets").size()).isBetween(2, 3);
            assertThat(part.path("account").path(0).path("found").asInt()).isEqualTo(CHARTS);
        }
        Launched merged = run("report", "merge", "part3.json", "part1.json", "part2.json", "-o", "json=merged.json");
        assertThat(merged.code()).isEqualTo(1);
        JsonNode joined = MAPPER.readTree(fleet.read("merged.json"));
        assertThat(joined.path("targets")).isEqualTo(whole.path("targets"));
        assertThat(joined.path("outcome")).isEqualTo(whole.path("outcome"));
        assertThat(joined.path("rules")).isEqualTo(whole.path("rules"));
        assertThat(joined.has("shard")).isFalse();
    }

    @Test
    void whatIsNotAllOfOneRunHasNoVerdict() throws Exception {
        report("whole.json", 1);
        report("part1.json", -1, "--shard", "1/2");
        report("part2.json", -1, "--shard", "2/2");
        report("other.json", -1, "--shard", "1/3");
        assertMergeFails("these are missing: 2", "part1.json");
        assertMergeFails("are both shard 1", "part1.json", "part2.json", "./part1.json");
        assertMergeFails("not of the same run", "other.json", "part2.json");
        assertMergeFails("whole run", "whole.json", "part2.json");
        fleet.write("auditflow.yaml", fleet.read("auditflow.yaml").replace("name: c6", "name: d6"));
        report("part1.json", -1, "--shard", "1/2");
        assertMergeFails("not of the same run", "part1.json", "part2.json");
        fleet.write("cut.json", fleet.read("part1.json").substring(0, 900));
        assertThat(run("report", "merge", "cut.json").err()).contains("cut.json cannot be used");
    }

    @Test
    void aShardWithoutTargetsPassesAndSaysWhy() throws Exception {
        fleet.write(
                "auditflow.yaml",
                "version: 1\nreleases: [{name: c0, chart: charts/c0}, {name: c1, chart: charts/c1}]\n");
        JsonNode part = MAPPER.readTree("{}");
        int empty = 0;
        for (int i = 1; i <= 3; i++) {
            JsonNode one = report("p%d.json".formatted(i), -1, "--shard", i + "/3");
            if (one.path("targets").isEmpty()) {
                empty++;
                part = one;
            }
        }
        assertThat(empty).isEqualTo(1);
        assertThat(part.path("outcome").asText()).isEqualTo("pass");
        assertThat(part.path("account")
                        .path(0)
                        .path("skipped")
                        .path(0)
                        .path("reason")
                        .asText())
                .contains("with another shard");
        assertThat(run("validate", "--shard", "3/2").code()).isEqualTo(2);
        assertThat(run("validate", "--shard", "x").code()).isEqualTo(2);
    }

    @Test
    void onlyWhatARangeOfGitTouchesIsChecked() throws Exception {
        git("init", "-q", "-b", "main");
        git("add", ".");
        git("commit", "-q", "-m", "one");
        git("checkout", "-q", "-b", "change");
        Launched nothing = run("validate", "--changed-since", "main");
        assertThat(nothing.code()).as(nothing.out() + nothing.err()).isZero();
        assertThat(nothing.out()).contains("not touched since main").contains("no target was checked");
        assertChecked(List.of());

        fleet.write("values/c1.yaml", "greeting: hi there\n");
        fleet.write("charts/c2/templates/new.yaml", "{{/* nothing */}}\n");
        fleet.write("goldenfiles/c3/extra.yaml", "a: b\n");
        fleet.write("README.md", "hello\n");
        assertChecked(List.of("c1", "c2", "c3"));

        git("add", ".");
        git("commit", "-q", "-m", "two");
        git("mv", "charts/c5/templates/cm.yaml", "charts/c6/templates/cm2.yaml");
        assertChecked(List.of("c1", "c2", "c3", "c5", "c6"));

        fleet.write("auditflow.yaml", fleet.read("auditflow.yaml") + "# more\n");
        assertChecked(List.of("c0", "c1", "c2", "c3", "c4", "c5", "c6"));
    }

    @Test
    void whatGitCannotTellIsAnError() throws Exception {
        assertThat(run("validate", "--changed-since", "main").err()).contains("no git repository");
        git("init", "-q", "-b", "main");
        git("add", ".");
        git("commit", "-q", "-m", "one");
        Launched unknown = run("validate", "--changed-since", "nowhere");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("git knows no commit \"nowhere\"");
        assertThat(run("validate", "--changed-since=--output=x").code()).isEqualTo(2);
        assertThat(run("validate", "--changed-since", "main", "--shard", "1/2").code())
                .isEqualTo(2);
        git("checkout", "-q", "--orphan", "island");
        git("commit", "-q", "-m", "island");
        assertThat(run("validate", "--changed-since", "main").err()).contains("no commit in common");
    }

    @Test
    void theExampleOfAJobPassesTheGate() {
        FrontDoor.Result result = FrontDoor.run("validate", "../docs/examples/indexed-job.yaml", "--strict");
        assertThat(result.exitCode()).as(result.text()).isZero();
    }

    private void assertChecked(List<String> releases) throws Exception {
        JsonNode report = report("r.json", -1, "--changed-since", "main");
        List<String> checked = new ArrayList<>();
        report.path("targets")
                .forEach(target -> checked.add(target.path("release").asText()));
        assertThat(checked).isEqualTo(releases);
        JsonNode account = report.path("account").path(0);
        assertThat(account.path("found").asInt()).isEqualTo(CHARTS);
        assertThat(account.path("checked").asInt()).isEqualTo(releases.size());
        Files.delete(folder.resolve("r.json"));
    }

    private void assertMergeFails(String words, String... parts) throws Exception {
        List<String> args = new ArrayList<>(List.of("report", "merge"));
        args.addAll(List.of(parts));
        Launched merged = run(args.toArray(String[]::new));
        assertThat(merged.err()).contains(words);
        assertThat(merged.code()).isEqualTo(3);
    }

    private JsonNode report(String file, int code, String... flags) throws Exception {
        List<String> args = new ArrayList<>(List.of("validate", "--no-cache", "-o", "json=" + file));
        args.addAll(List.of(flags));
        Launched run = run(args.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        if (code >= 0) {
            assertThat(run.code()).isEqualTo(code);
        }
        return MAPPER.readTree(fleet.read(file));
    }

    private Launched run(String... args) throws Exception {
        return Launched.run(folder, Map.of(), args);
    }

    private void git(String... args) throws Command.Failure {
        List<String> argv =
                new ArrayList<>(List.of("git", "-c", "user.name=test", "-c", "user.email=test@example.com"));
        argv.addAll(List.of(args));
        Command.Result result = Command.of(argv).in(folder).run();
        assertThat(result.exitCode()).as(result.errors()).isZero();
    }
}
