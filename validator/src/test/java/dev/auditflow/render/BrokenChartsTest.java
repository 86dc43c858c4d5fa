package dev.auditflow.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.auditflow.render.ChartComparison.Sameness;
import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.functions.GoYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broken charts end as Helm ends them: the same place and the same words. {@code helm.json} holds what Helm says; with
 * AUDITFLOW_UPDATE it is asked again. Where we say something else on purpose, {@code ours.json} says what.
 */
class BrokenChartsTest {
    static final Path FOLDER = Path.of("src/test/resources/broken-charts");
    private static final Path HELM = FOLDER.resolve("helm.json");
    private static final Path OURS = FOLDER.resolve("ours.json");

    @TempDir
    Path temp;

    @TestFactory
    Stream<DynamicTest> endsAsHelmEndsIt() throws IOException {
        Map<String, String> helm = answers(HELM);
        Map<String, String> ours = answers(OURS);
        JavaHelmEngine engine = new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, Limits.defaults());
        return BrokenChart.all(FOLDER.resolve("cases.yaml")).stream()
                .map(chart -> DynamicTest.dynamicTest(chart.name(), () -> {
                    HelmRequest request = chart.request(temp);
                    assertThat(answer(engine.render(request), temp))
                            .isEqualTo(ours.getOrDefault(chart.name(), helm.get(chart.name())));
                }));
    }

    @Test
    void theTableInDocsCountsThem() throws IOException {
        Map<String, String> ours = answers(OURS);
        Map<String, String> helm = answers(HELM);
        ParityDoc.check(
                "small broken charts",
                helm.size(),
                helm.keySet().stream()
                        .map(name -> ours.containsKey(name)
                                ? Sameness.DIFFERENT
                                : helm.getOrDefault(name, "").startsWith("fails")
                                        ? Sameness.SAME_FAILURE
                                        : Sameness.SAME_BYTES)
                        .toList());
    }

    @Test
    void helmSaysWhatIsRecorded() throws IOException {
        HelmBinary helm = new HelmBinary(System.getenv().getOrDefault("HELM_BIN", ""));
        assumeThat(helm.find()).as("install helm on the PATH to run this test").isPresent();
        Map<String, String> answers = new TreeMap<>();
        for (BrokenChart chart : BrokenChart.all(FOLDER.resolve("cases.yaml"))) {
            answers.put(
                    chart.name(), answer(new HelmProcess(helm.find().orElseThrow()).render(chart.request(temp)), temp));
        }
        if (System.getenv("AUDITFLOW_UPDATE") != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(HELM.toFile(), answers);
        }
        assertThat(answers).isEqualTo(answers(HELM));
    }

    /** The words of a failure without the folder that the chart lies in, or how the rendering begins. */
    private static String answer(RenderResult result, Path folder) {
        return switch (result) {
            case RenderResult.Failed failed ->
                "fails: " + shortened(failed.message().strip().replace(folder.toString(), ""));
            case RenderResult.Rendered rendered -> {
                String text = rendered.rendering().files().getFirst().text();
                yield "renders: " + shortened(text);
            }
        };
    }

    private static String shortened(String text) {
        return text.length() > 500 ? text.substring(0, 500) + "…" : text;
    }

    private static Map<String, String> answers(Path file) throws IOException {
        return Files.exists(file)
                ? new TreeMap<>(
                        new ObjectMapper().readValue(file.toFile(), new TypeReference<Map<String, String>>() {}))
                : Map.of();
    }
}
