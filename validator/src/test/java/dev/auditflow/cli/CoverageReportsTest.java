package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The coverage of a run as programs read it. */
class CoverageReportsTest {
    private static final Path SHOP = Path.of("src/test/resources/cli/coverage");

    @TempDir
    Path folder;

    /** What a trace file of lcov says of one source file. */
    private record Traced(Map<Integer, Long> lines, Map<String, String> branches, Map<String, Integer> counts) {}

    /** Reads a trace file as strictly as its format is described, so that tools can. */
    private static Map<String, Traced> parse(String text) {
        Map<String, Traced> files = new HashMap<>();
        Traced open = new Traced(new HashMap<>(), new HashMap<>(), new HashMap<>());
        boolean inside = false;
        for (String line : text.lines().toList()) {
            String[] parts = line.split(":", 2);
            if (line.equals("end_of_record")) {
                assertThat(inside).isTrue();
                inside = false;
                continue;
            }
            assertThat(parts).as(line).hasSize(2);
            switch (parts[0]) {
                case "TN" -> assertThat(inside).isFalse();
                case "SF" -> {
                    inside = true;
                    open = new Traced(new HashMap<>(), new HashMap<>(), new HashMap<>());
                    assertThat(files.put(parts[1], open))
                            .as("twice: %s", parts[1])
                            .isNull();
                }
                case "DA" -> {
                    String[] da = parts[1].split(",", -1);
                    assertThat(da).hasSize(2);
                    assertThat(open.lines.put(Integer.valueOf(da[0]), Long.valueOf(da[1])))
                            .isNull();
                }
                case "BRDA" -> {
                    String[] branch = parts[1].split(",", -1);
                    assertThat(branch).hasSize(4);
                    assertThat(branch[3]).matches("-|[0-9]+");
                    assertThat(open.branches.put(branch[0] + "," + branch[1] + "," + branch[2], branch[3]))
                            .isNull();
                }
                case "LF", "LH", "BRF", "BRH" -> open.counts.put(parts[0], Integer.valueOf(parts[1]));
                default -> throw new AssertionError("unknown record " + line);
            }
        }
        assertThat(inside).isFalse();
        return files;
    }

    private static long hit(Stream<Long> counts) {
        return counts.filter(count -> count > 0).count();
    }

    private Map<String, Traced> trace(String... arguments) throws IOException {
        Path file = folder.resolve("coverage.info");
        List<String> all = new ArrayList<>(List.of("validate", "-o", "lcov=" + file, "-o", "text"));
        all.addAll(List.of(arguments));
        FrontDoor.run(all.toArray(String[]::new));
        return parse(Files.readString(file));
    }

    @Test
    void theTraceFileAddsUpAndNamesLinesThatAreThere() throws IOException {
        Map<String, Traced> files = trace("-c", "../auditflow.yaml");
        assertThat(files).hasSizeGreaterThan(20);
        for (Map.Entry<String, Traced> entry : files.entrySet()) {
            Traced traced = entry.getValue();
            List<String> source = Files.readAllLines(Path.of(entry.getKey()));
            traced.lines
                    .keySet()
                    .forEach(line -> assertThat(source.get(line - 1))
                            .as("%s:%d", entry.getKey(), line)
                            .isNotBlank());
            assertThat(traced.counts)
                    .containsEntry("LF", traced.lines.size())
                    .containsEntry("LH", (int) hit(traced.lines.values().stream()))
                    .containsEntry("BRF", traced.branches.size())
                    .containsEntry("BRH", (int) hit(traced.branches.values().stream()
                            .map(taken -> taken.equals("-") ? 0 : Long.valueOf(taken))));
            traced.branches.forEach((branch, taken) -> {
                int line = Integer.parseInt(branch.substring(0, branch.indexOf(',')));
                assertThat(taken.equals("-"))
                        .as("%s:%s is not taken because its line is not rendered", entry.getKey(), branch)
                        .isEqualTo(traced.lines.getOrDefault(line, 0L) == 0);
            });
        }
    }

    @Test
    void genhtmlReadsTheTraceFile() throws Exception {
        assumeThat(Command.find("genhtml")).as("install lcov to run this test").isPresent();
        trace("-c", SHOP.resolve("auditflow.yaml").toString());
        Command.Result result = Command.of(List.of(
                        "genhtml",
                        "--branch-coverage",
                        "-o",
                        folder.resolve("html").toString(),
                        folder.resolve("coverage.info").toString()))
                .run();
        assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
        assertThat(result.output()).contains("(26 of 35 lines)", "(8 of 10 branches)");
    }

    @Test
    void theJsonReportSaysTheSameAsTheTraceFile() throws IOException {
        Path json = folder.resolve("report.json");
        Map<String, Traced> files = trace("auditflow", "-c", "../auditflow.yaml", "-o", "json=" + json);
        JsonNode chart = new ObjectMapper().readTree(json.toFile()).at("/coverage/charts/0");
        assertThat(chart.at("/lines/found").asInt())
                .isEqualTo(files.values().stream()
                        .mapToInt(file -> file.lines.size())
                        .sum());
        assertThat(chart.at("/branches/hit").asInt())
                .isEqualTo(files.values().stream()
                        .mapToInt(file -> file.counts.getOrDefault("BRH", 0))
                        .sum());
        for (JsonNode member : chart.path("members")) {
            for (JsonNode template : member.path("templates")) {
                Traced traced =
                        Objects.requireNonNull(files.get(template.path("file").textValue()));
                List<Integer> missed = new ArrayList<>();
                template.path("missedLines").forEach(line -> missed.add(line.intValue()));
                assertThat(missed)
                        .isEqualTo(traced.lines.entrySet().stream()
                                .filter(line -> line.getValue() == 0)
                                .map(Map.Entry::getKey)
                                .sorted()
                                .toList());
            }
        }
    }

    @Property(tries = 12)
    void theNumberOfThreadsDoesNotShow(@ForAll @IntRange(min = 2, max = 9) int jobs) throws IOException {
        Path work = Files.createTempDirectory("coverage");
        assertThat(reports(work, jobs)).isEqualTo(reports(work, 1));
    }

    private static String reports(Path work, int jobs) throws IOException {
        List<String> all = new ArrayList<>(List.of("validate", "--coverage", "--jobs", Integer.toString(jobs)));
        all.addAll(List.of("-c", SHOP.resolve("auditflow.yaml").toString()));
        all.addAll(List.of("--kube-version", "1.33,1.34,1.35", "-o", "text"));
        all.addAll(List.of("-o", "lcov=" + work.resolve("c.info"), "-o", "json=" + work.resolve("c.json")));
        FrontDoor.Result result = FrontDoor.run(all.toArray(String[]::new));
        return result.text() + Files.readString(work.resolve("c.info")) + Files.readString(work.resolve("c.json"));
    }
}
