package dev.auditflow.render.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Expressions of the {@code --set} flags with what helm 3.22 makes of them over one values file. */
class StrvalsTest {
    private static final String BASE = """
            list: [a, {n: 1, m: 2}, c]
            map: {x: {y: 1}}
            scalar: s
            nothing: null
            """;

    @TestFactory
    Stream<DynamicTest> expressionsMeanWhatHelmMakesOfThem() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/strvals/cases.tsv")).stream()
                .map(line -> line.split("\t", -1))
                .map(cells -> DynamicTest.dynamicTest(cells[0] + " " + cells[1], () -> {
                    String result = result(Strvals.Mode.valueOf(cells[0]), cells[1]);
                    if (cells[2].startsWith("! ") && cells[0].equals("JSON")) {
                        assertThat(result).startsWith("! ");
                    } else if (cells[2].startsWith("! ")) {
                        assertThat(cells[2]).endsWith(": " + result.substring(2));
                    } else {
                        ObjectMapper json = new ObjectMapper();
                        assertThat(json.readTree(result)).isEqualTo(json.readTree(cells[2]));
                    }
                }));
    }

    private static String result(Strvals.Mode mode, String expression) {
        Val values = ValuesReader.parse(BASE, "base.yaml", "");
        try {
            new Strvals(mode, "--set", expression, path -> path).into(values.entries());
        } catch (Strvals.Malformed e) {
            return "! " + e.getMessage();
        }
        return ValuesJson.tree(values).toString();
    }
}
