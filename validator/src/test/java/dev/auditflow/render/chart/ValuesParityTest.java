package dev.auditflow.render.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.render.HelmBinary;
import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.HelmVersion;
import dev.auditflow.render.RenderResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The values that templates see are those that helm makes of the same chart: shown by a template that prints them. */
class ValuesParityTest {
    private static final Path OWN = Path.of("src/test/resources/charts");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> valuesAreHelms() throws IOException {
        HelmBinary helm = new HelmBinary(System.getenv().getOrDefault("HELM_BIN", ""));
        assumeThat(helm.find()).as("install helm on the PATH to run this test").isPresent();
        List<Path> charts = new ArrayList<>();
        try (Stream<Path> own = Files.list(OWN)) {
            own.filter(path -> Files.exists(path.resolve("Chart.yaml")))
                    .sorted()
                    .forEach(charts::add);
        }
        charts.addAll(Corpus.charts());
        return charts.stream().map(chart -> DynamicTest.dynamicTest(chart.toString(), () -> compare(helm, chart)));
    }

    private void compare(HelmBinary helm, Path chart) throws IOException {
        Path copy = Files.createTempDirectory(folder, "chart");
        copy(chart, copy);
        HelmRequest request = HelmRequest.of(copy, "1.34.0")
                .releaseName("rel")
                .skipSchemaValidation(true)
                .build();
        RenderResult result = helm.render(request);
        if (result instanceof RenderResult.Failed failed) {
            assertThatThrownBy(() -> ChartPlan.of(request, HelmVersion.HELM_3)).hasMessage(failed.message());
            return;
        }
        String text =
                ((RenderResult.Rendered) result).rendering().files().getFirst().text();
        String json = text.lines()
                .filter(line -> line.startsWith("values: "))
                .findFirst()
                .orElseThrow()
                .substring("values: ".length());
        JsonNode theirs = new ObjectMapper().readTree(json);
        JsonNode ours =
                ValuesJson.tree(ChartPlan.of(request, HelmVersion.HELM_3).values());
        assertThat(new ObjectMapper().readTree(ours.toString())).isEqualTo(theirs);
    }

    /** Copies a chart without its templates, and adds one that prints the values. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = from.relativize(file).toString();
                if (!name.matches("(.*/)?templates/.*")) {
                    Path target = to.resolve(name);
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        Files.createDirectories(to.resolve("templates"));
        Files.write(
                to.resolve("templates/values.yaml"),
                "values: {{ .Values | toRawJson }}\n".getBytes(StandardCharsets.UTF_8));
    }
}
