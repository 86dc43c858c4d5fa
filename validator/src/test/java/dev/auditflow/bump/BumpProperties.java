package dev.auditflow.bump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.Mutations;
import dev.auditflow.config.ConfigException;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ScalarNode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** However often a scalar is replaced, and whatever stands around it, all other characters stay. */
class BumpProperties {
    private static final FieldPath TAG = FieldPath.of("store", "image", "tag");

    /** A file around a scalar: all before it, the scalar in its style, all behind it. */
    record File(String before, String scalar, String after) {
        String text() {
            return before + scalar + after;
        }
    }

    @Property(tries = 300)
    void seventyBumpsLaterOnlyTheScalarDiffers(
            @ForAll("files") File file, @ForAll @Size(70) List<@net.jqwik.api.From("tags") String> tags)
            throws ConfigException {
        ValuesText text = ValuesText.of("values.yaml", file.text());
        for (String tag : tags) {
            text = text.with(TAG, tag);
            assertThat(text.text()).startsWith(file.before()).endsWith(file.after());
            String scalar = text.text()
                    .substring(
                            file.before().length(),
                            text.text().length() - file.after().length());
            assertThat(scalar).hasSizeBetween(tag.length(), tag.length() + 16).contains(tag);
            assertThat(text.at(TAG))
                    .hasValueSatisfying(
                            node -> assertThat(((ScalarNode) node).text()).isEqualTo(tag));
        }
        char quote = file.scalar().charAt(0);
        if (quote == '"' || quote == '\'') {
            assertThat(text.text()).isEqualTo(file.before() + quote + tags.getLast() + quote + file.after());
        }
    }

    /** Whatever a file holds: either exactly one value is another one, or nothing is written. */
    @Property(tries = 2000)
    void anyFileIsEditedExactlyOrRefused(@ForAll("mutants") String text, @ForAll("tags") String tag) {
        try {
            ValuesText before = ValuesText.of("values.yaml", text);
            ValuesText after = before.with(TAG, tag);
            int start = commonStart(text, after.text());
            int end = commonEnd(text, after.text(), start);
            assertThat(tag.length() + 2).isGreaterThanOrEqualTo(after.text().length() - end - start);
            assertThat(((ScalarNode) after.at(TAG).orElseThrow()).text()).isEqualTo(tag);
        } catch (ConfigException e) {
            assertThat(e).hasMessageStartingWith("values.yaml");
        }
    }

    private static int commonStart(String one, String other) {
        int i = 0;
        while (i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }

    private static int commonEnd(String one, String other, int start) {
        int i = 0;
        while (i < Math.min(one.length(), other.length()) - start
                && one.charAt(one.length() - 1 - i) == other.charAt(other.length() - 1 - i)) {
            i++;
        }
        return i;
    }

    @Provide
    Arbitrary<String> mutants() {
        return Mutations.of(List.of(
                "store:\n  image:\n    tag: \"1.0.0\" # why\n    digest: ''\nother: &a {tag: 1}\nagain: *a\n",
                "common: &c\n  tag: 1.0.0\nstore: {image: {tag: v1, digest: ''}}\nlist:\n- 'a'\n- b\n",
                "store:\n  image:\n    tag: >-\n      1.0.0\n    digest: |\n      x\n"));
    }

    @Provide
    Arbitrary<String> tags() {
        Arbitrary<String> words = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("_.-")
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(tag -> ImageTag.read(tag).isPresent());
        return Arbitraries.oneOf(
                words,
                Arbitraries.of(
                        "1", "1.0", "1e3", "0x1F", "017", "1_000", "true", "no", "on", "null", "2026-01-02", "y"),
                words.map(tag -> tag + "@sha256:" + "0a".repeat(32)));
    }

    @Provide
    Arbitrary<File> files() {
        Arbitrary<String> ends = Arbitraries.of("\n", "\r\n");
        Arbitrary<String> around = Arbitraries.of(
                "",
                "# tag: 1.0.0\n",
                "other: &anchor {tag: 1.0.0, \"ключ\": '🚢'}\nagain: *anchor\n",
                "list:\n- tag: 1.0.0\n-   - x # trailing   \n\n\n",
                "text: |\n  store:\n    image:\n      tag: 1.0.0\n\n",
                "\"quoted key\":   \"a\\tb\"\n");
        Arbitrary<String> scalars = Arbitraries.of("1.0.0", "'1.0.0'", "\"1.0.0\"", "\"1\\x2e0.0\"", "x", "\"\"", "''");
        Arbitrary<String> behind = Arbitraries.of("", " # why", "   ");
        Arbitrary<String> starts = Arbitraries.of("", "\uFEFF", "---\n", "# head\n---\n");
        Arbitrary<Boolean> flow = Arbitraries.of(true, false);
        return Combinators.combine(starts, around, scalars, behind, around, ends, flow)
                .as((start, above, scalar, comment, below, end, inFlow) -> {
                    String open = inFlow ? "store: {image: {name: x, tag: " : "store:\n   image:\n      tag:  ";
                    String close = inFlow ? ", digest: ''}}" : "";
                    String rest = below.replace("other", "more")
                            .replace("again", "once")
                            .replace("anchor", "second")
                            .replace("list", "items")
                            .replace("text:", "words:")
                            .replace("quoted", "other");
                    return new File(
                            (start + above + open).replace("\n", end),
                            scalar,
                            (close + comment + "\n" + rest).replace("\n", end));
                });
    }
}
