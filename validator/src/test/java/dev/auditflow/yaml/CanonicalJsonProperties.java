package dev.auditflow.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** One text for each value, whatever the order of its keys. */
class CanonicalJsonProperties {
    /** From appendix B of RFC 8785: the bits of a double and its text. */
    private static final Map<Long, String> NUMBERS = Map.ofEntries(
            Map.entry(0x0000000000000000L, "0"),
            Map.entry(0x8000000000000000L, "0"),
            Map.entry(0x0000000000000001L, "5e-324"),
            Map.entry(0x8000000000000001L, "-5e-324"),
            Map.entry(0x7fefffffffffffffL, "1.7976931348623157e+308"),
            Map.entry(0x4340000000000000L, "9007199254740992"),
            Map.entry(0xc340000000000000L, "-9007199254740992"),
            Map.entry(0x4430000000000000L, "295147905179352830000"),
            Map.entry(0x44b52d02c7e14af5L, "9.999999999999997e+22"),
            Map.entry(0x44b52d02c7e14af6L, "1e+23"),
            Map.entry(0x44b52d02c7e14af7L, "1.0000000000000001e+23"),
            Map.entry(0x444b1ae4d6e2ef4eL, "999999999999999700000"),
            Map.entry(0x444b1ae4d6e2ef50L, "1e+21"),
            Map.entry(0x3eb0c6f7a0b5ed8dL, "0.000001"),
            Map.entry(0x3eb0c6f7a0b5ed8cL, "9.999999999999997e-7"),
            Map.entry(0x41b3de4355555555L, "333333333.3333333"),
            Map.entry(0xbecbf647612f3696L, "-0.0000033333333333333333"));

    @Example
    void numbersAreThoseOfTheSpecification() {
        NUMBERS.forEach((bits, text) -> assertThat(
                        CanonicalJson.text(JsonNodeFactory.instance.numberNode(Double.longBitsToDouble(bits))))
                .isEqualTo(text));
    }

    @Example
    void stringsAndKeysAreThoseOfTheSpecification() throws Exception {
        JsonNode node = JsonTree.readStrictly("""
                {"numbers":[333333333.33333329,1E30,4.50,2e-3],"string":"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                "literals":[null,true,false]}""");
        assertThat(CanonicalJson.text(node))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
        JsonNode keys = JsonTree.readStrictly("""
                {"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}""");
        assertThat(CanonicalJson.text(keys))
                .isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
        assertThat(CanonicalJson.text(JsonTree.readStrictly("[9223372036854775807]")))
                .isEqualTo("[9223372036854775807]");
    }

    @Property(tries = 100)
    void theOrderOfKeysDoesNotMatter(@ForAll Map<String, List<String>> fields, @ForAll long seed) throws Exception {
        List<String> keys = new ArrayList<>(fields.keySet());
        ObjectNode one = object(keys, fields);
        Collections.shuffle(keys, new Random(seed));
        String text = CanonicalJson.text(object(keys, fields));
        assertThat(text).isEqualTo(CanonicalJson.text(one));
        assertThat(CanonicalJson.text(JsonTree.readStrictly(text))).isEqualTo(text);
    }

    private static ObjectNode object(List<String> keys, Map<String, List<String>> fields) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (String key : keys) {
            var list = node.putArray(key);
            fields.getOrDefault(key, List.of()).forEach(list::add);
        }
        return node;
    }
}
