package dev.auditflow.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart layer and the template engine together, with charts that need no function of Sprig. */
class JavaHelmEngineTest {
    @TempDir
    Path folder;

    private static JavaHelmEngine engine(Limits limits) {
        return new JavaHelmEngine(HelmFunctionTable.with(List.of()), map -> "", limits);
    }

    private static RenderResult render(HelmRequest request) {
        return engine(Limits.defaults()).render(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crlf", "hooks", "library", "required", "fails", "missing-dependency", "schema-violation"})
    void givesWhatHelmGives(String name) {
        HelmBinary helm = new HelmBinary(System.getenv().getOrDefault("HELM_BIN", ""));
        assumeThat(helm.find()).as("install helm on the PATH to run this test").isPresent();
        HelmRequest request = HelmRequest.of(
                        Path.of("src/test/resources/charts").resolve(name), "1.34.0")
                .releaseName("rel")
                .build();
        assertThat(words(render(request))).isEqualTo(words(helm.render(request)));
    }

    private static List<String> words(RenderResult result) {
        return switch (result) {
            case RenderResult.Rendered rendered ->
                List.of(rendered.rendering().files().getFirst().text());
            case RenderResult.Failed failed -> failed.message().lines().sorted().toList();
        };
    }

    @Test
    void everyByteKnowsItsTemplateLineAndItsValue() throws IOException {
        Path chart = chart("kind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\n");
        Files.writeString(chart.resolve("values.yaml"), "other: 1\nname: web\n");
        Rendering.RenderedFile file =
                rendered(render(HelmRequest.of(chart, "1.34.0").build()));
        int at = file.text().indexOf("web");
        OriginMap.Run run = file.origins().between(at, at + 3).getFirst();
        assertThat(file.text().substring(run.from(), run.to())).isEqualTo("web");
        assertThat(run.template()).isEqualTo(chart.resolve("templates/t.yaml").toString());
        assertThat(run.line()).isEqualTo(3);
        assertThat(run.literal()).isTrue();
        assertThat(run.values())
                .containsExactly(new OriginMap.ValueRead(
                        "name", chart.resolve("values.yaml").toString(), 2, List.of()));
    }

    @Test
    void whatIsNoYamlPointsAtTheLineOfTheTemplate() throws IOException {
        Path chart = chart("a: 1\n{{- if true }}\n{{- end }}\n\nb: c: 2\n");
        RenderResult result = render(HelmRequest.of(chart, "1.34.0").build());
        assertThat(result).isInstanceOf(RenderResult.Failed.class);
        RenderResult.Failed failed = (RenderResult.Failed) result;
        assertThat(failed.message()).startsWith("YAML parse error on c/templates/t.yaml");
        assertThat(failed.file()).isEqualTo(chart.resolve("templates/t.yaml").toString());
        assertThat(failed.line()).isPositive();
    }

    @Test
    void templatesThatNeverEndAreStopped() throws IOException {
        Path chart = chart("{{ define \"a\" }}{{ include \"b\" . }}{{ include \"b\" . }}{{ end }}"
                + "{{ define \"b\" }}{{ range .Values.l }}{{ range $.Values.l }}x{{ end }}{{ end }}{{ end }}"
                + "{{ include \"a\" . }}");
        Files.writeString(chart.resolve("values.yaml"), "l: [" + "1,".repeat(2000) + "1]\n");
        RenderResult result = engine(new Limits(100_000, 1 << 20, Duration.ofSeconds(30)))
                .render(HelmRequest.of(chart, "1.34.0").build());
        assertThat(((RenderResult.Failed) result).message()).contains("rendering stopped");
    }

    @Test
    void renderingTwiceGivesTheSameBytes() throws IOException {
        HelmRequest request = HelmRequest.of(Path.of("src/test/resources/charts/hooks"), "1.34.0")
                .build();
        assertThat(rendered(render(request)).text())
                .isEqualTo(rendered(render(request)).text());
    }

    private static Rendering.RenderedFile rendered(RenderResult result) {
        assertThat(result).isInstanceOf(RenderResult.Rendered.class);
        return ((RenderResult.Rendered) result).rendering().files().getFirst();
    }

    private Path chart(String template) throws IOException {
        Path chart = Files.createDirectories(folder.resolve("c"));
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        Files.writeString(chart.resolve("templates/t.yaml"), template);
        return chart;
    }
}
