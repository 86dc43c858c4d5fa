package dev.auditflow.render.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.render.OriginMap.Run;
import dev.auditflow.render.OriginMap.ValueRead;
import dev.auditflow.render.TemplateCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who wrote each run of the output, and where hostile templates end. */
class ProvenanceTest {
    private static final FunctionTable FUNCTIONS = HelmFunctionTable.standard();
    private static final Path VALUES = Path.of("src/test/resources/template/engine/values.yaml");

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "a: {{ .Values.s.name }}           # 'a: '@1! | web@1!s.name",
                "a: {{ .Values.s.name | quote }}   # 'a: '@1! | '\"'@1! | web@1!s.name | '\"'@1!",
                "{{ $x := .Values.s.name }}{{ $x }} # web@1!s.name",
                "{{ printf \"%s-%d\" .Values.s.name 3 }} # web@1!s.name | -@1? | 3@1!",
                "{{ with .Values.s }}{{ .name }}{{ end }} # web@1!s.name",
                "{{ range .Values.l.strs }}{{ . }}{{ end }} # b@1!l.strs[0] | a@1!l.strs[1]",
                "{{ default \"x\" .Values.s.empty }} # x@1!",
                "{{ .Values.s.name | default \"x\" }} # web@1!s.name",
                "{{ tpl \"{{ .Values.s.name }}\" . }} # web@1!s.name",
                "{{ html .Values.s.name }} # web@1!s.name",
                "{{ .Values.s.name | trunc 2 }} # we@1?s.name",
                "{{ (dict \"k\" .Values.s.name).k }} # web@1!s.name",
                "{{ len .Values.l.strs }} # 2@1?l.strs",
                "{{ toYaml .Values.l.strs }} # '- b¶'@1!l.strs[0] | '- a'@1!l.strs[1]",
                "{{ toYaml .Values.l.strs | indent 1 }} # ' '@1! | '- b¶'@1!l.strs[0] | ' '@1! | '- a'@1!l.strs[1]",
                "{{ toJson .Values.l.strs }} # '[\"b\"'@1!l.strs[0] | ',\"a\"'@1!l.strs[1] | ']'@1!l.strs",
                "{{ toYaml (dict \"k\" .Values.s.name \"c\" 1) }} # 'c: 1¶'@1! | 'k: web'@1!s.name",
                "{{ (toYaml (dict \"k\" .Values.s.name) | fromYaml).k }} # web@1!s.name",
                "{{ tpl (toYaml .Values.l.strs) . }} # '- b¶'@1!l.strs[0] | '- a'@1!l.strs[1]",
                "{{ printf \"%s\" (toYaml .Values.l.strs) }} # '- b¶'@1!l.strs[0] | '- a'@1!l.strs[1]",
                "{{ int .Values.num.one }}{{ toString .Values.num.one }} # 1@1!num.one | 1@1!num.one",
                "{{ .Values.s.name | sha256sum | trunc 2 }} # 4b@1?s.name",
                "{{ .Values.s.name | upper | lower }} # web@1?s.name",
            })
    void attributesEachRun(String template, String wanted) {
        assertThat(describe(run(template))).isEqualTo(wanted);
    }

    @Test
    void knowsLinesOfTextAndOfIncludes() {
        String template =
                "{{- define \"t\" }}\nx: {{ .Values.s.name }}\n{{- end }}\na:\n{{ include \"t\" . | indent 2 }}\n";

        List<Run> runs = runs(run(template));

        assertThat(runs)
                .filteredOn(run -> run.values().size() == 1)
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.line()).isEqualTo(2);
                    assertThat(run.column()).isEqualTo(7);
                    assertThat(run.template()).endsWith("/templates/t.yaml");
                    assertThat(run.values().getFirst().file()).endsWith("values.yaml");
                    assertThat(run.values().getFirst().line()).isEqualTo(1);
                });
        assertThat(runs).extracting(Run::line).contains(4);
    }

    @Test
    void runsCoverTheTextWithoutGaps() {
        TemplateSet.Output output = run("{{ .Values.missing }}a{{ .Values.missing | print }}\n"
                + "{{ quote .Values.s.uni .Values.s.multi }}{{ .Values.d }}");

        int at = 0;
        for (Run run : runs(output)) {
            assertThat(run.from()).isEqualTo(at);
            assertThat(run.to()).isGreaterThan(at);
            at = run.to();
        }
        assertThat(at).isEqualTo(output.text().length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{{ define \"r\" }}{{ include \"r\" . }}{{ end }}{{ include \"r\" . }} # nested reference name: r",
                "{{ define \"r\" }}{{ template \"r\" . }}{{ end }}{{ template \"r\" . }} # exceeded maximum template"
                        + " depth (100000)",
                "{{ range 1000000000 }}{{ range 1000000000 }}{{ end }}{{ end }} # rendering stopped",
                "{{ range 1000000 }}{{ indent 1000000 \"x\" }}{{ end }} # rendering stopped",
                "{{ $x := dict \"t\" \"{{ tpl .t . }}\" }}{{ tpl $x.t $x }} # tpl calls itself",
            })
    void stopsHostileTemplates(String template, String wanted) {
        Limits limits = new Limits(1_000_000, 1 << 22, Duration.ofMinutes(5));

        assertThatThrownBy(() -> DeepStack.call(() -> run(template, limits)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(wanted);
    }

    private static List<Run> runs(TemplateSet.Output output) {
        return output.origins().between(0, output.text().length());
    }

    private static TemplateSet.Output run(String template) {
        return run(template, Limits.defaults());
    }

    private static TemplateSet.Output run(String template, Limits limits) {
        FnContext context = new FnContext(new SplittableRandom(1), Instant.EPOCH, limits);
        try {
            return new TemplateCases(FUNCTIONS, limits, VALUES).execute(template, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each run as text (¶ for a line feed), line, ! for literal or ? for derived, and keys. */
    private static String describe(TemplateSet.Output output) {
        return runs(output).stream()
                .map(run -> {
                    String text = output.text().substring(run.from(), run.to());
                    String shown = text.matches("[\\w-]+") ? text : "'" + text.replace('\n', '¶') + "'";
                    String keys = run.values().stream().map(ValueRead::key).collect(Collectors.joining(","));
                    return shown + "@" + run.line() + (run.literal() ? "!" : "?") + keys;
                })
                .collect(Collectors.joining(" | "));
    }
}
