package dev.auditflow.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.coverage.BranchUse;
import dev.auditflow.coverage.Coverage;
import dev.auditflow.coverage.CoverageUnion;
import dev.auditflow.coverage.RuleUse;
import dev.auditflow.coverage.TargetUse;
import dev.auditflow.coverage.TemplateUse;
import dev.auditflow.coverage.UnreadKey;
import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.functions.GoYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What renderings count as used: lines and branches of templates, keys of values. */
class CoverageTest {
    @TempDir
    Path folder;

    private int files;

    private Coverage.Chart render(String... valuesFiles) throws IOException {
        JavaHelmEngine engine =
                new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, Limits.defaults()).recordingUse();
        List<TargetUse> uses = new ArrayList<>();
        for (String values : valuesFiles) {
            Path file = write("env" + files++ + ".yaml", values);
            HelmRequest request = HelmRequest.of(folder.resolve("c"), "1.34.0")
                    .valuesFiles(List.of(file))
                    .build();
            RenderResult result = engine.render(request);
            assertThat(result).as("%s", result).isInstanceOf(RenderResult.Rendered.class);
            Rendering rendering = ((RenderResult.Rendered) result).rendering();
            uses.add(new TargetUse("t" + files, rendering.use(), RuleUse.NONE));
        }
        return CoverageUnion.of(uses, List.of()).charts().getFirst();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void chart(String template, String values) throws IOException {
        write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        write("c/values.yaml", values);
        write("c/templates/t.yaml", template);
    }

    private static TemplateUse template(Coverage.Chart chart, String name) {
        return chart.members().stream()
                .flatMap(member -> member.templates().stream())
                .filter(use -> use.file().endsWith("/" + name))
                .findFirst()
                .orElseThrow();
    }

    /** {@code 1×2 4×0}: line 1 twice, line 4 never. */
    private static String lines(TemplateUse use) {
        return use.lines().entrySet().stream()
                .map(line -> line.getKey() + "×" + line.getValue())
                .collect(Collectors.joining(" "));
    }

    /** {@code 1:1/0}: of the branch of line 1 the body once and the rest never. */
    private static String branches(TemplateUse use) {
        return use.branches().stream()
                .map(branch -> "%d:%d/%d".formatted(branch.line(), branch.body(), branch.otherwise()))
                .collect(Collectors.joining(" "));
    }

    private static String unread(Coverage.Chart chart) {
        return chart.unread().stream()
                .map(key -> key.key() + (key.suggestion().isEmpty() ? "" : "→" + key.suggestion()))
                .collect(Collectors.joining(" "));
    }

    static List<Arguments> counted() {
        return List.of(
                Arguments.of("a: 1\n\nb: 2\n", "", "1×1 3×1", ""),
                Arguments.of("{{ if .Values.a }}\nx: 1\n{{ else }}\ny: 1\n{{ end }}", "a: 1", "1×1 2×1 4×0", "1:1/0"),
                Arguments.of("{{ if .Values.a }}\nx: 1\n{{ end }}\ny: 1", "a: 0", "1×1 2×0 4×1", "1:0/1"),
                Arguments.of(
                        "{{ if .Values.a }}\nx: 1\n{{ else if .Values.b }}\ny: 1\n{{ else }}\nz: 1\n{{ end }}",
                        "b: 1",
                        "1×1 2×0 3×1 4×1 6×0",
                        "1:0/1 3:1/0"),
                Arguments.of(
                        "{{ if .Values.a }}\nx: 1\n{{ else if .Values.b }}\ny: 1\n{{ end }}",
                        "a: 1",
                        "1×1 2×1 3×0 4×0",
                        "1:1/0 3:0/0"),
                Arguments.of("{{ with .Values.a }}\nx: {{ . }}\n{{ end }}", "a: ''", "1×1 2×0", "1:0/1"),
                Arguments.of(
                        "{{ with .Values.a }}\nx: 1\n{{ else with .Values.b }}\ny: {{ . }}\n{{ end }}",
                        "b: 1",
                        "1×1 2×0 3×1 4×1",
                        "1:0/1 3:1/0"),
                Arguments.of("{{ range .Values.l }}\n# {{ . }}\n{{ end }}", "l: [1, 2, 3]", "1×1 2×3", "1:3/0"),
                Arguments.of(
                        "{{ range .Values.l }}\n# a\n{{ else }}\n# none\n{{ end }}", "l: []", "1×1 2×0 4×1", "1:0/1"),
                Arguments.of(
                        "{{ range .Values.l }}\n# a\n{{ if eq . 2.0 }}\n{{ break }}\n{{ end }}\n# b\n{{ end }}",
                        "l: [1, 2, 3]",
                        "1×1 2×2 3×2 4×1 6×1",
                        "1:2/0 3:1/1"),
                Arguments.of(
                        "{{ range .Values.l }}\n{{ if eq . 2.0 }}{{ continue }}{{ end }}\n# b\n{{ end }}",
                        "l: [1, 2, 3]",
                        "1×1 2×3 3×2",
                        "1:3/0 2:1/2"),
                Arguments.of(
                        "{{ define \"f\" }}\n# f\n{{ end }}{{ define \"g\" }}\n# g\n{{ end }}\n{{ include \"f\" . }}\n{{ template \"f\" . }}",
                        "",
                        "2×2 4×0 6×1 7×1",
                        ""),
                Arguments.of(
                        "{{ if .Values.a }}a: 1{{ end }} {{ if .Values.b }}b: 1{{ end }}",
                        "a: 1",
                        "1×1",
                        "1:1/0 1:0/1"),
                Arguments.of(
                        "{{ define \"f\" }}\nf: {{ if . }}1{{ end }}\n{{ end }}\n{{ tpl \"{{ if true }}{{ include \\\"f\\\" 1 }}{{ end }}\" . }}",
                        "",
                        "2×1 4×1",
                        "2:1/0"),
                Arguments.of("{{- /* nothing */ -}}\n{{ $a := 1 }}\nx: {{ $a }}", "", "2×1 3×1", ""),
                Arguments.of(
                        "x: {{ include \"f\" (dict\n  \"a\" 1\n  \"b\" 2) }}{{ define \"f\" }}1{{ end }}",
                        "",
                        "1×1 3×1",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("counted")
    void linesAndBranchesAreCountedAsTheyRun(String template, String values, String lines, String branches)
            throws IOException {
        chart(template, values);
        TemplateUse use = template(render(""), "t.yaml");
        assertThat(lines(use)).isEqualTo(lines);
        assertThat(branches(use)).isEqualTo(branches);
    }

    @Test
    void targetsAddUp() throws IOException {
        chart("{{ if .Values.a }}\nx: 1\n{{ else }}\ny: 1\n{{ end }}", "a: 1\nb: 1\n");
        Coverage.Chart chart = render("", "a: 0", "a: null");
        assertThat(lines(template(chart, "t.yaml"))).isEqualTo("1×3 2×1 4×2");
        assertThat(template(chart, "t.yaml").missedBranches()).isEmpty();
        assertThat(chart.targets()).hasSize(3);
        assertThat(unread(chart)).isEqualTo("b");
    }

    @Test
    void textOutsideOfAPartialsDefinitionsIsNeverPrintedSoItDoesNotCount() throws IOException {
        chart("a: {{ include \"f\" . }}", "");
        write("c/templates/_f.tpl", "some words\n{{ define \"f\" }}1{{ end }}\nmore\n");
        assertThat(lines(template(render(""), "_f.tpl"))).isEqualTo("2×1");
    }

    @Test
    void theDefinitionThatIsReplacedIsNeverRendered() throws IOException {
        chart("a: {{ include \"f\" . }}", "");
        write("c/templates/_a.tpl", "{{ define \"f\" }}1{{ end }}");
        write("c/templates/_b.tpl", "{{ define \"f\" }}2{{ end }}");
        Coverage.Chart chart = render("");
        assertThat(List.of(lines(template(chart, "_a.tpl")), lines(template(chart, "_b.tpl"))))
                .containsExactlyInAnyOrder("1×1", "1×0");
    }

    @Test
    void whatNeverHappenedHasAWord() {
        BranchUse never = new BranchUse(1, 1, BranchUse.Kind.IF, "if .a", 0, 0);
        assertThat(never.missing()).isEqualTo("never reached");
        assertThat(new BranchUse(1, 1, BranchUse.Kind.IF, "if .a", 1, 0).missing())
                .isEqualTo("never false");
        assertThat(new BranchUse(1, 1, BranchUse.Kind.IF, "if .a", 0, 1).missing())
                .isEqualTo("never true");
        assertThat(new BranchUse(1, 1, BranchUse.Kind.WITH, "with .a", 0, 1).missing())
                .isEqualTo("always empty");
        assertThat(new BranchUse(1, 1, BranchUse.Kind.RANGE, "range .a", 9, 0).missing())
                .isEqualTo("never empty");
        assertThat(new BranchUse(1, 1, BranchUse.Kind.IF, "if .a", 2, 1).missing())
                .isEmpty();
    }

    static List<Arguments> read() {
        return List.of(
                Arguments.of("{{ .Values.a }}", "a: 1\nb: 1", "b"),
                Arguments.of("{{ .Values.replicas }}", "replicsa: 1", "replicsa→replicas"),
                Arguments.of("{{ .Values.a.port }}", "a: {prot: 1, port: 2}", "a.prot→a.port"),
                Arguments.of("{{ if false }}{{ .Values.image }}{{ end }}", "imgae: 1", "imgae→image"),
                Arguments.of("{{ if false }}{{ .Values.image }}{{ end }}", "image: 1", "image"),
                Arguments.of("{{ .Values.a.b.name }}", "name: x\na: {b: {name: y}}", "name→a.b.name"),
                Arguments.of("{{ toYaml .Values.a }}", "a: {b: 1, c: {d: 1, l: [{e: 1}]}}", ""),
                Arguments.of("{{ .Values.a | toJson }}", "a: {b: {c: 1}}", ""),
                Arguments.of("{{ .Values.a }}", "a: {b: {c: 1}}", ""),
                Arguments.of("{{ range $k, $v := .Values.a }}{{ $k }}{{ end }}", "a: {b: 1, c: {d: 1}}", "a.c.d"),
                Arguments.of(
                        "{{ range .Values.l }}{{ .name }}{{ end }}",
                        "l: [{name: a}, {name: b, nmae: c}]",
                        "l[].nmae→l[].name"),
                Arguments.of("{{ (index .Values.l 0).name }}", "l: [{name: a, port: 1}, {name: b}]", "l[].port"),
                Arguments.of("{{ if .Values.l }}x: 1{{ end }}", "l: [{name: a}]", "l[].name"),
                Arguments.of("{{ index .Values \"a.b/c\" }}", "a.b/c: 1\nb: 1", "b"),
                Arguments.of("{{ .Values.a | default .Values.b }}", "a: 1\nb: 1\nc: 1", "c"),
                Arguments.of("{{ and .Values.a .Values.b }}", "a: 0\nb: 1", "b"),
                Arguments.of("{{ hasKey .Values \"a\" }}", "a: 1\nb: 1", "b"),
                Arguments.of("{{ get .Values \"a\" }}", "a: 1\nb: 1", "b"),
                Arguments.of("{{ dig \"b\" \"c\" 0 .Values.a }}", "a: {b: {c: 1, d: 2}}", "a.b.d"),
                Arguments.of("{{ pluck \"b\" .Values.a | first }}", "a: {b: 1, d: 2}", "a.d"),
                Arguments.of("{{ keys .Values.a | sortAlpha }}", "a: {b: {c: 1}, d: 2}", "a.b.c"),
                Arguments.of("{{ (pick .Values.a \"b\" \"c\").b }}", "a: {b: 1, c: 2}", "a.c"),
                Arguments.of("{{ (omit .Values.a \"b\").d }}", "a: {b: 1, d: 2}", "a.b"),
                Arguments.of("{{ (deepCopy .Values.a).b }}", "a: {b: 1, d: 2}", "a.d"),
                Arguments.of("{{ (merge (dict) .Values.a).b }}", "a: {b: 1, d: 2}", "a.d"),
                Arguments.of(
                        "{{ (mergeOverwrite (deepCopy .Values.a) .Values.c).b }}",
                        "a: {b: 1, d: 2}\nc: {b: 3}",
                        "a.b a.d"),
                Arguments.of("{{ $_ := set .Values \"a\" 2 }}{{ .Values.a }}", "a: 1\nb: 1", "a b"),
                Arguments.of("{{ with .Values.a }}{{ .b }}{{ $.Values.c }}{{ end }}", "a: {b: 1}\nc: 1\nd: 1", "d"),
                Arguments.of(
                        "{{ include \"f\" (dict \"v\" .Values.a) }}{{ define \"f\" }}{{ .v.b }}{{ end }}",
                        "a: {b: 1, c: 1}",
                        "a.c"),
                Arguments.of("{{ tpl .Values.t . }}", "t: '{{ .Values.a }}'\na: 1\nb: 1", "b"),
                Arguments.of("{{ eq .Values.a .Values.b }}", "a: 1\nb: 1", ""),
                Arguments.of("{{ .Values.a }}", "a: null\nb: null", "b"));
    }

    @ParameterizedTest
    @MethodSource("read")
    void keysAreReadWhenTemplatesComeToReadThem(String template, String values, String unread) throws IOException {
        chart("x: |\n  " + template, values);
        assertThat(unread(render(""))).isEqualTo(unread);
    }

    @Test
    void keysOfEveryFileAndOfFlagsAreJudged() throws IOException {
        chart("x: {{ .Values.a }}", "a: 1\nb: 1\n");
        Path file = write("env.yaml", "# words\na: 2\nc: {d: 1, e: {f: 2}}\n");
        HelmRequest request = HelmRequest.of(folder.resolve("c"), "1.34.0")
                .valuesFiles(List.of(file))
                .set(List.of("g=1,a=3,h.i=2"))
                .build();
        JavaHelmEngine engine =
                new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, Limits.defaults()).recordingUse();
        RenderResult.Rendered result = (RenderResult.Rendered) engine.render(request);
        TargetUse use = new TargetUse("t", result.rendering().use(), RuleUse.NONE);
        Coverage.Chart chart =
                CoverageUnion.of(List.of(use), List.of()).charts().getFirst();
        assertThat(chart.unread().stream().map(CoverageTest::place))
                .containsExactly("--set:0 g +0", "--set:0 h +1", "env.yaml:3 c +2", "values.yaml:2 b +0");
        assertThat(chart.members().getFirst().keys().found()).isEqualTo(8);
        assertThat(chart.members().getFirst().keys().hit()).isEqualTo(3);
    }

    private static String place(UnreadKey key) {
        String file = key.file().substring(key.file().lastIndexOf('/') + 1);
        return "%s:%d %s +%d".formatted(file, key.line(), key.key(), key.below());
    }

    @Test
    void whatHelmReadsItselfIsRead() throws IOException {
        chart("a: 1", """
            one: {enabled: true}
            two: {enabled: false, x: 1}
            tags: {t: true, u: true}
            global: {g: 1, h: 1}
            third: {enabled: true}
            """);
        write("c/Chart.yaml", """
            apiVersion: v2
            name: c
            version: 0.1.0
            dependencies:
              - {name: one, version: 0.1.0, condition: one.enabled, tags: [t], import-values: [data]}
              - {name: two, version: 0.1.0, condition: two.enabled}
              - {name: one, version: 0.1.0, alias: third, condition: third.enabled}
            """);
        for (String name : List.of("one", "two")) {
            write("c/charts/" + name + "/Chart.yaml", "apiVersion: v2\nname: %s\nversion: 0.1.0\n".formatted(name));
            write("c/charts/" + name + "/templates/t.yaml", "b: {{ .Values.global.g }}{{ .Values.v }}\n");
        }
        write("c/charts/one/values.yaml", "v: 1\nw: 1\nexports: {data: {z: 1}}\n");
        Coverage.Chart chart = render("");
        assertThat(unread(chart)).isEqualTo("w two.x tags.u global.h");
        assertThat(chart.members().stream().map(Coverage.Member::enabled)).containsExactly(true, true, false);
        assertThat(lines(template(chart, "charts/one/templates/t.yaml"))).isEqualTo("1×2");
        assertThat(lines(template(chart, "charts/two/templates/t.yaml"))).isEqualTo("1×0");
    }

    @Test
    void nothingIsRecordedUnlessAskedFor() throws IOException {
        chart("a: 1", "");
        JavaHelmEngine engine = new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, Limits.defaults());
        RenderResult result =
                engine.render(HelmRequest.of(folder.resolve("c"), "1.34.0").build());
        assertThat(((RenderResult.Rendered) result).rendering().use()).isNull();
    }
}
