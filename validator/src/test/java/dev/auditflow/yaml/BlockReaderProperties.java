package dev.auditflow.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.Mutations;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written in blocks is read to the same nodes as by the parser of all of YAML, or left to that one. */
class BlockReaderProperties {
    private static final String MANIFEST = """
            ---
            # Source: web/templates/deployment.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              labels: {}
              annotations:
                "example.com/note": 'it''s a note'
                description: goes on
                  below, and after

                  an empty line # not this
            spec:
              replicas: 3
              template:
                spec:
                  containers:
                  - name: web
                    image: "registry.example/web:1.2"
                    command: ["/bin/sh", -c, 'exec web']
                    args:
                      - --listen=:8080
                      - |
                        set -e
                        # no comment

                          deeper
                      - >-
                        folded
                        text

                        more
                          deeper
                        again
                    env:
                      - name: A
                    resources:
                      limits: {}
                      requests:
                    securityContext:
                      runAsUser: 0x10
                  # volumes
                  volumes: []
            data:
              empty: |
              kept: |+
                a

              quoted: "over
                two lines\\n"
              é: "über"
            """;

    @Property(tries = 20_000)
    void readsWhatTheParserReads(@ForAll("texts") String text) {
        readsAlike(text);
    }

    @Property(tries = 5000)
    void readsMutantsAsTheParserDoes(@ForAll("mutants") String text) {
        readsAlike(text);
    }

    private static void readsAlike(String text) {
        Optional<Node> read = YamlReader.inBlocks(text);
        Statistics.collect(read.isPresent() ? "read" : "left");
        read.ifPresent(node -> assertThat(new YamlReader.Parsed(List.of(node), List.of()))
                .as(text)
                .isEqualTo(YamlReader.whole(text)));
    }

    @Provide
    Arbitrary<String> mutants() {
        return Mutations.of(List.of(MANIFEST));
    }

    /** What manifests are made of is not left to the parser, which would take many times longer. */
    @Test
    void readsManifests() {
        assertThat(YamlReader.inBlocks(MANIFEST)).isPresent();
    }

    /** What readers do not agree on, and what has a fault to tell of, is not for this reader. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &x 1\nb: *x\n",
                "a: !!str 1\n",
                "a: 1\na: 2\n",
                "a: yes\n",
                "on: 1\n",
                "1: a\n",
                "<<: {}\n",
                "a: .inf\n",
                "a:\tb\n",
                "a: b: c\n",
                "a: 'b\n",
                "a: [b\n",
                "a: b",
                "a:\r\n  b\r\n",
                "a: \u0007\n",
                "a: \uD83D\uDE00\n",
                "a: \"\\u0041\"\n",
                "a\n",
                "",
                "# nothing\n"
            })
    void leavesTheRest(String text) {
        assertThat(YamlReader.inBlocks(text)).isEmpty();
    }

    /** Mappings of many keys are searched for a second one by a table. */
    @Test
    void findsASecondKeyAmongMany() {
        String keys = IntStream.range(0, 20).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());
        assertThat(YamlReader.inBlocks(keys)).isPresent();
        assertThat(YamlReader.inBlocks(keys + "k3: 1\n")).isEmpty();
        assertThat(YamlReader.inBlocks(keys + "k15: 1\n")).isEmpty();
    }

    /** Lines that fit together about as often as not. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> scalars = Arbitraries.of(
                "a",
                "b c",
                "b  c #d",
                "x#y",
                "-1",
                "--flag",
                "0x1F",
                "1_000",
                "yes",
                "~",
                "null",
                "a:b",
                "http://h/p?q",
                "'it''s'",
                "'a: b'",
                "\"a \\\"b\\n\"",
                "\"\"",
                "''",
                "[]",
                "{}  # none",
                "|",
                "|-",
                "|+",
                ">",
                ">-",
                ">+ # folded",
                "",
                "",
                "",
                "  # comment",
                "*a",
                "&a b",
                "!!str c",
                "[a, b]",
                "[ 'x', \"y\" ]",
                "[-c, --d, a b ]",
                "[a:b, http://h/p]",
                "[a, ]",
                "[a: b]",
                "[yes, 1, ~]",
                "[[]]",
                "'a",
                "b  ",
                "\"c\t",
                "d'",
                "e\"",
                "f\\",
                "é",
                "<<",
                "? a",
                "- a",
                "- - a",
                "a: b",
                "{a: b}");
        Arbitrary<String> keys =
                Arbitraries.of("a", "b", "c", "d e", "'f'", "\"g\"", "12", "<<", "é", "on", "h ", "i-");
        Arbitrary<String> heads = Combinators.combine(
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(4, Arbitraries.just("")),
                                net.jqwik.api.Tuple.of(2, Arbitraries.just("- ")),
                                net.jqwik.api.Tuple.of(1, Arbitraries.of("-", "- - ", "-   ", "\t"))),
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(6, keys.map(key -> key + ":")),
                                net.jqwik.api.Tuple.of(2, Arbitraries.just(""))))
                .as(String::concat);
        Arbitrary<String> contents = Combinators.combine(heads, Arbitraries.of(" ", " ", " ", "  ", ""), scalars)
                .as((head, blanks, scalar) -> head + blanks + scalar);
        Arbitrary<String> lines = Combinators.combine(
                        Arbitraries.of("", "", "  ", "  ", "    ", "      ", " "),
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(12, contents),
                                net.jqwik.api.Tuple.of(
                                        2, Arbitraries.of("", "", " ", "# comment", "text\twith a tab", "  ")),
                                net.jqwik.api.Tuple.of(
                                        1, Arbitraries.of("---", "...", "%A", "--- a", "\uFEFF", "\u0007"))))
                .as(String::concat);
        Arbitrary<String> starts = Arbitraries.of("", "", "---\n", "a:\n", "---\n# Source: x\n", "--- # a\n", "- ");
        return Combinators.combine(starts, lines.list().ofMinSize(1).ofMaxSize(6), Arbitraries.of("\n", "\n", "\n", ""))
                .as((start, all, end) -> start + String.join("\n", all) + end);
    }
}
