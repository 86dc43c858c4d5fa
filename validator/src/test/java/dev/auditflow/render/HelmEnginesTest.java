package dev.auditflow.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.render.template.FunctionTable;
import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.functions.GoYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelmEnginesTest {
    private static final Path SMALL = Path.of("src/test/resources/charts/small");

    @TempDir
    Path folder;

    private static HelmBinary binary() {
        HelmBinary helm = new HelmBinary(System.getenv().getOrDefault("HELM_BIN", ""));
        assumeThat(helm.find()).as("install helm on the PATH to run this test").isPresent();
        return helm;
    }

    private EmbeddedHelm embedded() {
        assumeThat(System.getProperty("os.name") + System.getProperty("os.arch"))
                .as("helm-java has its library for Linux on amd64 only")
                .isEqualTo("Linuxamd64");
        return new EmbeddedHelm(folder.resolve("cache"));
    }

    private static HelmRequest.Builder small() {
        return HelmRequest.of(SMALL, "1.34.0").releaseName("rel").namespace("ns");
    }

    private static String text(HelmEngine engine, HelmRequest request) {
        RenderResult result = engine.render(request);
        assertThat(result).isInstanceOf(RenderResult.Rendered.class);
        return ((RenderResult.Rendered) result).rendering().files().getFirst().text();
    }

    private RenderResult.Failed failed(HelmEngine engine, String template) throws IOException {
        Path chart = chart(template);
        RenderResult result = engine.render(HelmRequest.of(chart, "1.34.0").build());
        assertThat(result).isInstanceOf(RenderResult.Failed.class);
        return (RenderResult.Failed) result;
    }

    private Path chart(String template) throws IOException {
        Path chart = folder.resolve("c");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        Files.writeString(chart.resolve("templates/t.yaml"), template);
        return chart;
    }

    @Test
    void embeddedAndBinaryPrintTheSameText() {
        HelmRequest request = small().set(List.of("replicas=3", "image.tag=2"))
                .includeCrds(true)
                .build();
        assertThat(text(embedded(), request))
                .isEqualTo(text(binary(), request))
                .contains("replicas: 3")
                .contains("kind: int64")
                .contains("widgets.example.org");
    }

    @Test
    void valuesOfFlagsReachTheBinaryWithTheirTypes() {
        HelmRequest request = small().set(List.of("replicas=2000000,image.tag={a,b}", "x.y[1].z=true"))
                .setString(List.of("password=0123"))
                .setJson(List.of("deep={\"a\": [1, null]}"))
                .build();
        assertThat(text(binary(), request))
                .contains("replicas: 2000000")
                .contains("\\\"password\\\":\\\"0123\\\"")
                .contains("\\\"tag\\\":[\\\"a\\\",\\\"b\\\"]")
                .contains("\\\"deep\\\":{\\\"a\\\":[1,null]}")
                .contains("\\\"x\\\":{\\\"y\\\":[null,{\\\"z\\\":true}]}");
    }

    @Test
    void definitionsAreThereAndRenderedOnlyWhenAsked() {
        RenderResult result = binary().render(small().build());
        Rendering rendering = ((RenderResult.Rendered) result).rendering();
        assertThat(rendering.customResourceDefinitions())
                .extracting(Rendering.RenderedFile::name)
                .containsExactly("small/crds/widget.yaml");
        assertThat(rendering.files().getFirst().text()).doesNotContain("widgets.example.org");
    }

    @Test
    void everyByteKnowsItsTemplate() {
        RenderResult result = binary().render(small().build());
        Rendering.RenderedFile file =
                ((RenderResult.Rendered) result).rendering().files().getFirst();
        int at = file.text().indexOf("replicas:");
        assertThat(file.origins().between(at, at + 4))
                .extracting(OriginMap.Run::template)
                .containsExactly("src/test/resources/charts/small/templates/deployment.yaml");
    }

    @Test
    void failureNamesTheTemplateAndTheChartsOwnWords() throws IOException {
        RenderResult.Failed failed = failed(binary(), "a: 1\nb: {{ required \"set b\" .Values.b }}\n");
        assertThat(failed.message()).isEqualTo("execution error at (c/templates/t.yaml:2:6): set b");
        assertThat(failed.file()).isEqualTo("c/templates/t.yaml");
        assertThat(failed.line()).isEqualTo(2);
        assertThat(failed.column()).isEqualTo(7);
    }

    @Test
    void lookupIsRefusedInProcessAndEmptyInTheBinary() throws IOException {
        String template = "a: {{ lookup \"v1\" \"Pod\" \"\" \"\" | len }}\n";
        RenderResult.Failed failed = failed(embedded(), template);
        assertThat(failed.message()).contains("lookup");
        assertThat(failed.remedy()).contains("--helm-engine");
        assertThat(text(binary(), HelmRequest.of(chart(template), "1.34.0").build()))
                .contains("a: 0");
    }

    @Test
    void hooksAreRefusedInProcessBecauseTheyWouldBeMissing() throws IOException {
        String hook = "kind: ConfigMap\nmetadata: {name: a, annotations: {helm.sh/hook: pre-install}}\n";
        assertThat(failed(embedded(), hook).message()).contains("hooks");
        assertThat(text(binary(), HelmRequest.of(chart(hook), "1.34.0").build()))
                .contains("pre-install");
    }

    @Test
    void autoRendersHooksByItsOwnEngine() throws IOException {
        Path hook = chart("kind: ConfigMap\nmetadata: {name: a, annotations: {helm.sh/hook: pre-install}}\n");
        HelmRequest request = HelmRequest.of(hook, "1.34.0").build();
        assertThat(text(auto(HelmFunctionTable.standard(), new HelmBinary("/nowhere/helm")), request))
                .contains("pre-install");
    }

    @Test
    void autoTakesTheBinaryForWhatTheOthersCannot() throws IOException {
        Path hook = chart("""
            kind: ConfigMap
            metadata: {name: {{ lower "aB" }}, annotations: {helm.sh/hook: pre-install}}
            """);
        HelmRequest request = HelmRequest.of(hook, "1.34.0").build();
        FunctionTable none = new FunctionTable(List.of());
        assertThat(text(auto(none, binary()), request)).contains("pre-install");
        RenderResult alone = auto(none, new HelmBinary("/nowhere/helm")).render(request);
        assertThat(((RenderResult.Failed) alone).message()).contains("hooks");
    }

    private AutoHelm auto(FunctionTable functions, HelmBinary binary) {
        JavaHelmEngine own = new JavaHelmEngine(functions, GoYaml::write, Limits.defaults());
        return new AutoHelm(own, embedded(), binary);
    }

    @Test
    void theLibraryIsUnpackedOnceAndWhole() throws IOException {
        EmbeddedHelm engine = embedded();
        text(engine, small().noHooks(true).build());
        text(new EmbeddedHelm(folder.resolve("cache")), small().noHooks(true).build());
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(p -> p.getFileName().toString()))
                    .containsExactly("helm-linux-amd64.so");
        }
    }

    @Test
    void aMissingHelmIsSaid() {
        RenderResult result = new HelmBinary("/nowhere/helm").render(small().build());
        assertThat(((RenderResult.Failed) result).remedy()).contains("HELM_BIN");
    }
}
