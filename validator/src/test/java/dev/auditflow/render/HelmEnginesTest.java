package dev.auditflow.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.functions.GoYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private static JavaHelmEngine java() {
        return new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, Limits.defaults());
    }

    /** A helm that prints a text, whatever the chart. */
    private HelmBinary printing(String... lines) throws IOException {
        Path script = folder.resolve("helm");
        Files.writeString(script, "#!/bin/sh\nprintf '%s\\n' '" + String.join("' '", lines) + "'\n");
        assumeThat(script.toFile().setExecutable(true)).isTrue();
        return new HelmBinary(script.toString());
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
    void bothEnginesPrintTheSameText() {
        HelmRequest request = small().set(List.of("replicas=3", "image.tag=2"))
                .includeCrds(true)
                .build();
        assertThat(text(java(), request))
                .isEqualTo(text(binary(), request))
                .contains("replicas: 3")
                .contains("widgets.example.org");
    }

    @Test
    void whatHelmPrintsDifferentlyIsNoRendering() throws IOException {
        HelmRequest request = HelmRequest.of(chart("kind: A\nb: 1\n"), "1.34.0").build();
        HelmBinary same = printing("---", "# Source: c/templates/t.yaml", "kind: A", "b: 1");
        assertThat(text(new CrossCheckedHelm(java(), same), request)).contains("b: 1");
        HelmBinary other = printing("---", "# Source: c/templates/t.yaml", "kind: A", "b: 2");
        RenderResult.Failed failed = (RenderResult.Failed) new CrossCheckedHelm(java(), other).render(request);
        assertThat(failed.message())
                .isEqualTo("The java engine and helm print different text from line 4 on: \"b: 1\" and \"b: 2\"");
        assertThat(failed.file()).isEqualTo(folder.resolve("c/templates/t.yaml").toString());
        assertThat(failed.line()).isEqualTo(2);
    }

    @Test
    void aFailureOfOneEngineAloneIsSaid() throws IOException {
        HelmRequest request =
                HelmRequest.of(chart("a: {{ fail \"no\" }}\n"), "1.34.0").build();
        RenderResult result = new CrossCheckedHelm(java(), printing("---")).render(request);
        assertThat(((RenderResult.Failed) result).message())
                .startsWith("helm renders the chart, and the java engine does not: ");
    }

    @Test
    void lookupAnswersFromAFile() throws IOException {
        Path objects = folder.resolve("objects.yaml");
        Files.writeString(objects, """
            apiVersion: v1
            kind: List
            items:
              - {apiVersion: v1, kind: Secret, metadata: {name: a, namespace: default}, data: {k: djE=}, count: 3}
              - {apiVersion: v1, kind: Secret, metadata: {name: b, namespace: other}}
            ---
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}}
            """);
        Path chart = chart("""
            secret: {{ (lookup "v1" "Secret" "default" "a").data.k }}
            number: {{ printf "%T" (lookup "v1" "Secret" "default" "a").count }}
            otherNamespace: {{ lookup "v1" "Secret" "default" "b" | len }}
            all: {{ len (lookup "v1" "Secret" "" "").items }}
            kind: {{ (lookup "v1" "Secret" "other" "").kind }}
            node: {{ (lookup "v1" "Node" "" "n").metadata.name }}
            nothing: {{ lookup "v1" "Pod" "" "" | toJson }}
            """);
        HelmRequest request =
                HelmRequest.of(chart, "1.34.0").lookup(List.of(objects)).build();
        assertThat(text(java(), request)).contains("""
            secret: djE=
            number: int64
            otherNamespace: 0
            all: 2
            kind: SecretList
            node: n
            nothing: {"apiVersion":"v1","items":[],"kind":"PodList","metadata":{}}
            """);
        assertThat(text(
                        java(),
                        HelmRequest.of(chart("a: {{ lookup \"v1\" \"Pod\" \"\" \"\" | len }}\n"), "1.34.0")
                                .build()))
                .contains("a: 0");
        assertThat(((RenderResult.Failed) new HelmBinary("/bin/sh").render(request)).remedy())
                .contains("--helm-engine java");
    }

    @Test
    void whatIsNoObjectIsNoAnswerOfLookup() throws IOException {
        Path objects = folder.resolve("objects.yaml");
        Files.writeString(objects, "apiVersion: v1\nkind: Pod\n---\n- a\n");
        HelmRequest request = HelmRequest.of(chart("a: 1\n"), "1.34.0")
                .lookup(List.of(objects))
                .build();
        RenderResult.Failed failed = (RenderResult.Failed) java().render(request);
        assertThat(failed.file()).isEqualTo(objects.toString());
        assertThat(failed.line()).isEqualTo(4);
    }

    @Test
    void theRenderingNamesTheLinesThatAreRandom() throws IOException {
        Path chart = chart("a: 1\nb: {{ randAlpha 3 }}\nc: {{ tpl \"{{ now | date \\\"2006\\\" }}\" . }}\n");
        Rendering rendering = ((RenderResult.Rendered)
                        java().render(HelmRequest.of(chart, "1.34.0").build()))
                .rendering();
        String file = chart.resolve("templates/t.yaml").toString();
        assertThat(rendering.noises())
                .containsExactly(new Rendering.Noise("randAlpha", file, 2), new Rendering.Noise("now", file, 3));
    }

    @Test
    void aMissingHelmIsSaid() {
        RenderResult result = new HelmBinary("/nowhere/helm").render(small().build());
        assertThat(((RenderResult.Failed) result).remedy()).contains("HELM_BIN");
    }
}
