package dev.auditflow;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Texts that were right once: parts are taken out, put twice, moved, or replaced by what parsers stumble over. */
public final class Mutations {
    private static final List<String> STUMBLING = List.of(
            "\u0000",
            "\t",
            "\r",
            "\r\n",
            "\n\n",
            "\uFEFF",
            "\u0085",
            "\u2028",
            "\uD800",
            "\uDC00",
            "😀",
            "'",
            "\"",
            "\\",
            "|",
            ">",
            "|2-",
            "&a ",
            "*a",
            "*a : ",
            "<<: ",
            "!!binary ",
            "!!int ",
            "!",
            "%YAML 1.1\n---\n",
            "---",
            "--- ",
            "...\n",
            "? ",
            ": ",
            ":",
            "-",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "{{",
            "}}",
            ",",
            "=",
            "#",
            " #",
            "~",
            "null",
            "yes",
            "0x",
            "0o9",
            "1e999",
            ".inf",
            ".nan",
            "99999999999999999999",
            "[[[[[[[[",
            "{a: {a: {a: ",
            "\u001b[31m",
            "../",
            "/",
            "\u202e");

    private Mutations() {}

    /** One change: at a place (a share of the text's length), over a length, with a text. */
    private record Change(int kind, double at, int length, String text) {
        String apply(String whole) {
            int from = (int) (at * whole.length());
            int to = Math.min(whole.length(), from + length);
            String part = whole.substring(from, to);
            String before = whole.substring(0, from);
            String after = whole.substring(to);
            return switch (kind) {
                case 0 -> before + after;
                case 1 -> before + part + part + after;
                case 2 -> before + text + after;
                case 3 -> before + text + part + after;
                case 4 -> after + part + before;
                default -> before;
            };
        }
    }

    /** Mutants of these texts. */
    public static Arbitrary<String> of(List<String> seeds) {
        Arbitrary<Change> changes = Combinators.combine(
                        Arbitraries.frequency(
                                net.jqwik.api.Tuple.of(3, 0),
                                net.jqwik.api.Tuple.of(3, 1),
                                net.jqwik.api.Tuple.of(5, 2),
                                net.jqwik.api.Tuple.of(8, 3),
                                net.jqwik.api.Tuple.of(1, 4),
                                net.jqwik.api.Tuple.of(1, 5)),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.of(STUMBLING))
                .as(Change::new);
        return Combinators.combine(
                        Arbitraries.of(seeds), changes.list().ofMinSize(1).ofMaxSize(6))
                .as((seed, all) -> {
                    String text = seed;
                    for (Change change : all) {
                        text = change.apply(text);
                    }
                    return text;
                });
    }

    /** Mutants of bytes, by way of Latin-1. */
    public static Arbitrary<byte[]> ofBytes(List<byte[]> seeds) {
        return of(seeds.stream()
                        .map(seed -> new String(seed, StandardCharsets.ISO_8859_1))
                        .toList())
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
