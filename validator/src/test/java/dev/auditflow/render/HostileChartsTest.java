package dev.auditflow.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.functions.GoYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Charts that want more than there is. Each folder of {@code src/test/resources/hostile-charts} holds a template, and
 * what becomes of it: {@code renders}, or the line of the template and how its error ends. With a tenth of the limits
 * each comes to its end in a moment; that it ends at all is what is tested.
 */
class HostileChartsTest {
    private static final Path CASES = Path.of("src/test/resources/hostile-charts");
    private static final Limits LIMITS = new Limits(5_000_000, 32 << 20, Duration.ofMinutes(5));

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyOneEnds() throws IOException {
        try (Stream<Path> cases = Files.list(CASES)) {
            return cases.sorted().toList().stream()
                    .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> ends(path)));
        }
    }

    private void ends(Path path) throws IOException {
        Path chart = chart(Files.readString(path.resolve("t.yaml")));
        RenderResult result =
                engine(LIMITS).render(HelmRequest.of(chart, "1.34.0").build());
        String expected = Files.readString(path.resolve("expected")).strip();
        switch (result) {
            case RenderResult.Rendered _ -> assertThat(expected).isEqualTo("renders");
            case RenderResult.Failed failed -> {
                assertThat(expected).contains(": ");
                String[] parts = expected.split(": ", 2);
                assertThat(failed.message()).endsWith(parts[1]);
                assertThat(failed.line()).isEqualTo(Integer.parseInt(parts[0]));
                assertThat(failed.file())
                        .isEqualTo(chart.resolve("templates/t.yaml").toString());
            }
        }
    }

    /** The clock is looked at between the steps of templates and functions. */
    @Test
    void timeRunsOut() throws IOException {
        Path chart = chart("a: 1\n{{ range 2000000000 }}\n{{ $x := print . }}{{ end }}");
        Limits none = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO);
        RenderResult.Failed failed = (RenderResult.Failed)
                engine(none).render(HelmRequest.of(chart, "1.34.0").build());
        assertThat(failed.message()).contains("rendering stopped: longer than 0 seconds");
        assertThat(failed.line()).isBetween(2, 3);
    }

    @Test
    void nothingOutsideOfTheChartIsRead() throws IOException {
        Path chart = chart(Files.readString(CASES.resolve("files-outside/t.yaml")));
        Files.writeString(folder.resolve("secret"), "s");
        RenderResult.Rendered rendered = (RenderResult.Rendered)
                engine(LIMITS).render(HelmRequest.of(chart, "1.34.0").build());
        assertThat(rendered.rendering().files().getFirst().text()).contains("a: \"\"\nb: \"\"\n");
    }

    private static JavaHelmEngine engine(Limits limits) {
        return new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, limits);
    }

    private Path chart(String template) throws IOException {
        Path chart = Files.createDirectories(folder.resolve("x"));
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: x\nversion: 0.1.0\n");
        Files.writeString(chart.resolve("templates/t.yaml"), template);
        return chart;
    }
}
