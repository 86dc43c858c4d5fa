package dev.auditflow.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Any text is read to its end or to a fault with a place, and what is written reads back. */
class YamlProperties {
    private static final Mark NOWHERE = new Mark(1, 1, 0, 0);

    @Property(tries = 3000)
    void anyTextEndsInNodesOrInAFaultWithAPlace(@ForAll("mutants") String text) {
        YamlReader.Parsed parsed = YamlReader.read(text);
        for (YamlReader.Fault fault : parsed.faults()) {
            assertThat(fault.message()).isNotBlank();
            assertThat(fault.mark().line()).isBetween(1, text.split("\r\n|\r|\n|\u0085|\u2028|\u2029", -1).length + 1);
            assertThat(fault.mark().column()).isPositive();
            assertThat(fault.mark().offset()).isBetween(0, text.length());
        }
        parsed.documents().forEach(document -> marksLieIn(document, text));
        assertThat(YamlReader.read(text)).isEqualTo(parsed);
    }

    /** Texts are read in pieces, long ones side by side, which nobody may notice. */
    @Property(tries = 3000)
    void aTextInPiecesIsReadAsTheWhole(
            @ForAll("mutants") String first,
            @ForAll("mutants") String second,
            @ForAll("mutants") String third,
            @ForAll @IntRange(max = 200) int length) {
        String text = String.join("\n---\n", first, "a: \uD83D\uDE00", second, third);
        assertThat(YamlReader.read(text, length)).isEqualTo(YamlReader.whole(text));
    }

    @Test
    void piecesKnowTheirLines() {
        String document = "---\r\na: yes\n\nb: [1, 2]\n";
        String text = document.repeat(4);
        List<Piece> pieces = Piece.of(text, text.toCharArray());
        assertThat(pieces).hasSize(4);
        assertThat(pieces.getLast().line()).isEqualTo(12);
        assertThat(YamlReader.read(text, 1)).isEqualTo(YamlReader.whole(text));
        assertThat(YamlReader.read(text, 1).faults()).hasSize(4);
    }

    @Property(tries = 1000)
    void anyReadableTextIsValidJson(@ForAll("mutants") String text) throws IOException {
        for (Node document : YamlReader.read(text).documents()) {
            new ObjectMapper().readTree(Json.bytes(document));
        }
    }

    @Property(tries = 1500)
    void whatIsWrittenReadsBackAsTheSame(@ForAll("nodes") Node node) {
        String text = YamlWriter.write(node);
        YamlReader.Parsed parsed = YamlReader.read(text);
        assertThat(parsed.faults()).as(text).isEmpty();
        assertThat(parsed.documents()).as(text).hasSize(1);
        assertThat(new String(Json.bytes(parsed.documents().getFirst()), java.nio.charset.StandardCharsets.UTF_8))
                .as(text)
                .isEqualTo(new String(Json.bytes(node), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(YamlWriter.write(parsed.documents().getFirst())).isEqualTo(text);
    }

    @Property
    void pathsAreOrderedAndPrintedApart(@ForAll("paths") FieldPath one, @ForAll("paths") FieldPath other) {
        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(-Integer.signum(other.compareTo(one)));
        assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
        assertThat(one.toString().equals(other.toString())).isEqualTo(one.equals(other));
    }

    private static void marksLieIn(Node node, String text) {
        assertThat(node.mark().offset()).isBetween(0, text.length());
        assertThat(node.mark().end()).isBetween(0, text.length());
        switch (node) {
            case MapNode map -> map.entries().forEach(entry -> marksLieIn(entry.value(), text));
            case ListNode list -> list.items().forEach(item -> marksLieIn(item, text));
            case ScalarNode _ -> {}
        }
    }

    @Provide
    Arbitrary<String> mutants() throws IOException {
        List<String> seeds = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/yaml/kubernetes.jsonl"))) {
            seeds.add(new ObjectMapper().readTree(line).path("yaml").asText());
        }
        return Mutations.of(seeds);
    }

    @Provide
    Arbitrary<Node> nodes() {
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12),
                Arbitraries.strings()
                        .withChars("ab \n\t:#-'\"\\|>&*!%@`{}[],?~=<.0123456789eEyYnNoOxX+_\r\u0085\u2028\uFEFF")
                        .ofMaxLength(15),
                Arbitraries.of(
                        "yes",
                        "null",
                        "~",
                        "",
                        " ",
                        "\n",
                        "\n\n",
                        "a\n",
                        " a\nb",
                        "0777",
                        "1e3",
                        "1:30",
                        "---",
                        "...",
                        "- a",
                        "a: b",
                        "# a",
                        "2001-01-01",
                        "0x1F",
                        ".5",
                        "1_000",
                        "<<",
                        "=",
                        "on",
                        "a\n\n\nb\n\n"));
        Arbitrary<String> whole = texts.filter(text -> !YamlText.hasHalfOfACharacter(text));
        Arbitrary<Node> scalars = Arbitraries.oneOf(
                whole.map(text -> new ScalarNode(ScalarNode.Kind.STRING, text, false, text, NOWHERE)),
                Arbitraries.longs()
                        .map(n -> new ScalarNode(ScalarNode.Kind.INTEGER, n.toString(), true, n.toString(), NOWHERE)),
                Arbitraries.of(true, false)
                        .map(b -> new ScalarNode(ScalarNode.Kind.BOOLEAN, b.toString(), true, b.toString(), NOWHERE)),
                Arbitraries.just(new ScalarNode(ScalarNode.Kind.NULL, "null", true, "null", NOWHERE)));
        return Arbitraries.recursive(
                () -> scalars,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).map(items -> (Node) new ListNode(items, NOWHERE)),
                        Arbitraries.maps(whole, inner).ofMaxSize(4).map(YamlProperties::map)),
                0,
                3);
    }

    private static Node map(Map<String, Node> values) {
        List<MapNode.Entry> entries = new ArrayList<>();
        new LinkedHashMap<>(values).forEach((key, value) -> entries.add(new MapNode.Entry(key, NOWHERE, value)));
        return new MapNode(entries, NOWHERE);
    }

    @Provide
    Arbitrary<FieldPath> paths() {
        Arbitrary<Object> steps = Arbitraries.oneOf(
                Arbitraries.strings().withChars("ab.[]\"\\0 ").ofMaxLength(4).map(text -> (Object) text),
                Arbitraries.integers().between(0, 12).map(number -> (Object) number));
        return steps.list().ofMaxSize(4).map(list -> FieldPath.of(list.toArray()));
    }
}
