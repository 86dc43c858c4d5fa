package dev.auditflow.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** JSON is UTF-8 and nothing else, wherever in a long text that is broken. */
class JsonNodesProperties {
    /** Characters of one to four bytes, and what is none: alone, too long, a surrogate, cut off, above the last. */
    private static final List<String> SEQUENCES = List.of(
            "61",
            "c3a9",
            "e282ac",
            "f09f9880",
            "80",
            "c0af",
            "e080af",
            "eda080",
            "edb080",
            "e282",
            "f09f98",
            "f4908080",
            "ff");

    @Provide
    Arbitrary<List<String>> sequences() {
        return Arbitraries.of(SEQUENCES).list().ofMaxSize(3);
    }

    @Property(tries = 300)
    void textIsReadExactlyIfItIsUtf8(
            @ForAll("sequences") List<String> sequences,
            @ForAll @IntRange(min = 8_180, max = 8_200) int before,
            @ForAll @IntRange(max = 9_000) int after) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes(("\"" + "x".repeat(before)).getBytes(StandardCharsets.UTF_8));
        sequences.forEach(hex -> json.writeBytes(HexFormat.of().parseHex(hex)));
        json.writeBytes(("y".repeat(after) + "\"").getBytes(StandardCharsets.UTF_8));
        String text = decoded(json.toByteArray());
        try {
            Node node = JsonNodes.read(json.toByteArray());
            assertThat("\"" + ((ScalarNode) node).text() + "\"").isEqualTo(text);
        } catch (JsonProcessingException _) {
            assertThat(text).isEmpty();
        }
    }

    /** What Java's own decoder makes of it as a whole; empty if it is no UTF-8. */
    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            return "";
        }
    }
}
