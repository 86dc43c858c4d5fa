package dev.auditflow.gate.excerpt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.manifest.Place;
import dev.auditflow.render.FileLines;
import dev.auditflow.render.Rendering;
import dev.auditflow.report.Excerpt;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a Secret and a values file look like: no line that is shown holds what they hold. */
class SecretsProperties {
    private static final String SECRET = "hunter";

    @Property(tries = 2000)
    void ofASecretInARendering(@ForAll("secrets") String text) {
        RenderedText rendered =
                new RenderedText(new Rendering.RenderedFile("x.yaml", text, new FileLines("x.yaml", text)));
        shown(text, rendered::around);
        for (int line = 1; line <= lines(text); line++) {
            for (int column = 1; column < 12; column++) {
                assertThat(rendered.shownAt(new Place("x.yaml", line, column))).doesNotContain(SECRET);
            }
        }
    }

    @Property(tries = 1000)
    void ofASecretsTemplate(@ForAll("secrets") String text) {
        TemplateText template = new TemplateText(text);
        shown(text, place -> template.around(place, _ -> false));
    }

    @Property(tries = 2000)
    void ofValues(@ForAll("values") String text) {
        ValuesText values = new ValuesText(text);
        shown(text, place -> values.around(place, "what the rendering shows"));
    }

    private static void shown(String text, Function<Place, Optional<Excerpt>> around) {
        for (int line = 0; line <= lines(text) + 1; line++) {
            around.apply(new Place("x.yaml", line, 1))
                    .ifPresent(excerpt ->
                            assertThat(String.join("\n", excerpt.lines())).doesNotContain(SECRET));
        }
    }

    private static int lines(String text) {
        return text.split("\r\n|\n|\r", -1).length;
    }

    @Provide
    Arbitrary<String> secrets() {
        Arbitrary<String> kind = Arbitraries.of("kind: Secret", "\"kind\": 'Secret'", "kind:   Secret # of ours");
        Arbitrary<String> before =
                Arbitraries.of("", "---\n", "a: 1\n---\n", "# one\n---\napiVersion: v1\nkind: ConfigMap\n---\n");
        Arbitrary<String> after =
                Arbitraries.of("", "---\na: 1\n", "type: Opaque\n", "  : : [\n", "\tx\n", "...\n", "more: [hunter\n");
        return Combinators.combine(before, kind, entries("  "), entries("    "), after, ends())
                .as((first, what, data, notes, last, end) -> (first + "apiVersion: v1\n" + what
                                + "\nmetadata:\n  name: x\n  annotations:\n" + notes + "stringData:\n" + data + last)
                        .replace("\n", end));
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> last =
                Arbitraries.of("", "hunter\n", "b: *x\n", "[hunter, {a: hunter}]\n", "? hunter\n: hunter\n");
        return Combinators.combine(entries(""), entries("  "), last, ends())
                .as((top, below, more, end) -> ("# hunter\n" + top + "table:\n" + below + more).replace("\n", end));
    }

    private static Arbitrary<String> ends() {
        return Arbitraries.frequency(
                net.jqwik.api.Tuple.of(8, "\n"), net.jqwik.api.Tuple.of(2, "\r\n"), net.jqwik.api.Tuple.of(1, "\r"));
    }

    private static Arbitrary<String> entries(String indent) {
        List<String> shapes = List.of(
                "k: hunter",
                "k: 'hunter'",
                "k: \"hunter\"",
                "\"k\": hunter # hunter",
                "# hunter",
                "k: |\n  hunter: x\n  - hunter",
                "k: >-\n  hunter\n\n  hunter",
                "k: hunter\n  hunter",
                "k: \"hunter\n  hunter: x\"",
                "k: {a: hunter, \"b\": [hunter, 'hunter']}",
                "k: [hunter,\n  {a: hunter},\n  hunter]",
                "k:\n  - hunter\n  - a: hunter\n  - - hunter",
                "k: &x hunter",
                "k: !!str hunter",
                "k:\n\n  hunter",
                "k: 😀hunter",
                "\u00a0k: hunter",
                "k:   ");
        return Arbitraries.of(shapes).list().ofMinSize(1).ofMaxSize(5).map(list -> {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < list.size(); i++) {
                String own = list.get(i).replaceFirst("k", "k" + i);
                own.lines().forEach(line -> text.append(indent).append(line).append('\n'));
            }
            return text.toString();
        });
    }
}
