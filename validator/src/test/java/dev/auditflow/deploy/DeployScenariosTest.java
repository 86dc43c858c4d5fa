package dev.auditflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/deploy-scenarios.md} says is tested is. */
class DeployScenariosTest {
    private static final Path PAGE = Path.of("../docs/deploy-scenarios.md");
    private static final Pattern METHOD = Pattern.compile("`([A-Z][A-Za-z]*Test)\\.([a-z][A-Za-z]*)`");

    @Test
    void everyScenarioNamesTestsThatExist() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        List<String> rows = rows();
        assertThat(rows)
                .hasSizeGreaterThan(29)
                .allMatch(row -> METHOD.matcher(row).find());
        List<MatchResult> named =
                METHOD.matcher(String.join("\n", rows)).results().toList();
        assertThat(named)
                .allSatisfy(one -> assertThat(sources.get(one.group(1)))
                        .as(one.group())
                        .containsPattern(
                                "@(Parameterized)?Test[^;{}]*(\\{[^}]*}[^;{}]*)?void " + one.group(2) + "\\("));
    }

    @Test
    void theScenariosOfFluxAreNumbered() throws IOException {
        assertThat(rows().stream()
                        .map(row -> row.split(" ", 3)[1])
                        .filter(first -> first.matches("[0-9]+"))
                        .map(Integer::valueOf))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 29).boxed().toList());
    }

    /** Nothing has happened before the first of them is written. */
    @Test
    void everyStepIsKilled() throws IOException {
        String killed = Files.readString(PAGE).split("\n## ", -1)[2];
        assertThat(Arrays.stream(Journal.Step.values()).filter(step -> step != Journal.Step.STARTED))
                .allSatisfy(step -> assertThat(killed).contains("`" + step + "`"));
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && line.contains("Test."))
                .toList();
    }
}
