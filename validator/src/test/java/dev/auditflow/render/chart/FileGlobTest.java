package dev.auditflow.render.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Patterns of {@code .Files.Glob} with the files that helm 3.22 finds by them. */
class FileGlobTest {
    @TestFactory
    Stream<DynamicTest> findsWhatHelmFinds() throws IOException {
        Path folder = Path.of("src/test/resources/globs");
        List<String> files = Files.readAllLines(folder.resolve("files.txt"));
        return Files.readAllLines(folder.resolve("cases.tsv")).stream()
                .map(line -> line.split("\t", -1))
                .map(cells -> DynamicTest.dynamicTest("pattern " + cells[0], () -> {
                    Pattern pattern = FileGlob.compile(cells[0]);
                    String found = files.stream()
                            .filter(name -> pattern.matcher(name).matches())
                            .sorted(Order.CODE_POINTS)
                            .map(name -> name + "|")
                            .collect(Collectors.joining());
                    assertThat(found).isEqualTo(cells[1]);
                }));
    }
}
