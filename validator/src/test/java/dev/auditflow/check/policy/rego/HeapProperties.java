package dev.auditflow.check.policy.rego;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.auditflow.policies.Policy;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.ScalarNode.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is written into a module's memory is, to the module, what it would have read from JSON. */
class HeapProperties {
    private static final Mark NOWHERE = new Mark(1, 1, 0, 0);

    private final Memory memory = new FlatMemory(new MemoryLimits(32, 4096));
    private final Instance module = Instance.builder(Policy.load())
            .withImportValues(new HostFunctions(memory).imports())
            .withMachineFactory(Policy::create)
            .build();
    private final int heap = call("opa_heap_ptr_get");

    @Property(tries = 100)
    void isWhatTheModuleReadsFromJson(@ForAll("documents") Node document) throws Exception {
        call("opa_heap_ptr_set", heap);
        HeapWriter writer = new HeapWriter(memory, heap);
        int written = writer.write(document);
        call("opa_heap_ptr_set", writer.top());
        byte[] json = json(document);
        int text = call("opa_malloc", json.length);
        memory.write(text, json, 0, json.length);
        int parsed = call("opa_value_parse", text, json.length);

        String dump = dump(parsed);
        assertThat(dump(written)).isEqualTo(dump);
        assertThat(read(written)).isEqualTo(ValueReader.read(dump.getBytes(StandardCharsets.UTF_8)));
        assertThat(read(parsed)).isEqualTo(read(written));
    }

    @Property(tries = 50)
    void theLastOfEqualKeysCounts(@ForAll @Size(max = 30) List<@IntRange(max = 20) Integer> keys) throws Exception {
        List<MapNode.Entry> entries = new ArrayList<>();
        Map<Value, Value> expected = new HashMap<>();
        for (int key : keys) {
            String value = String.valueOf(entries.size());
            entries.add(new MapNode.Entry("key" + key, NOWHERE, scalar(Kind.STRING, value)));
            expected.put(Value.of("key" + key), Value.of(value));
        }
        assertThat(read(new HeapWriter(memory, heap).write(new MapNode(entries, NOWHERE))))
                .isEqualTo(Value.object(expected));
    }

    @Property(tries = 50)
    void halfOfACharacterIsAQuestionMark(@ForAll char half) throws Exception {
        call("opa_heap_ptr_set", heap);
        HeapWriter writer = new HeapWriter(memory, heap);
        int written = writer.write(scalar(Kind.STRING, "a" + half + "b"));

        String expected = "a" + (Character.isSurrogate(half) ? '?' : half) + "b";
        assertThat(read(written)).isEqualTo(Value.of(expected));
    }

    /** Without escapes for characters of four bytes: modules read those beyond U+1FFFF wrong. */
    private static byte[] json(Node document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonFactory factory = new JsonFactory().enable(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8);
        try (JsonGenerator generator = factory.createGenerator(out)) {
            Json.write(document, generator);
        }
        return out.toByteArray();
    }

    @Provide
    Arbitrary<Node> documents() {
        return values(3);
    }

    private static Arbitrary<Node> values(int depth) {
        Arbitrary<Node> scalars = Arbitraries.oneOf(
                Arbitraries.of("null").map(text -> scalar(Kind.NULL, text)),
                Arbitraries.of("true", "false").map(text -> scalar(Kind.BOOLEAN, text)),
                numbers().map(text -> scalar(Kind.FLOAT, text)),
                texts().map(text -> scalar(Kind.STRING, text)));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<Node> inner = values(depth - 1);
        Arbitrary<MapNode.Entry> fields =
                Combinators.combine(keys(), inner).as((key, value) -> new MapNode.Entry(key, NOWHERE, value));
        return Arbitraries.oneOf(
                scalars,
                inner.list().ofMaxSize(8).map(items -> new ListNode(items, NOWHERE)),
                fields.list()
                        .uniqueElements(MapNode.Entry::key)
                        .ofMaxSize(40)
                        .map(entries -> new MapNode(entries, NOWHERE)));
    }

    private static Arbitrary<String> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.integers().map(String::valueOf),
                Arbitraries.integers().between(-20, 20).map(String::valueOf),
                Arbitraries.of("-0", "9007199254740993", "9223372036854775808", "1.0", "1e3", "-2.50E-7", "1E+300"),
                Arbitraries.bigIntegers()
                        .between(BigInteger.TEN.pow(30).negate(), BigInteger.TEN.pow(30))
                        .map(String::valueOf),
                Arbitraries.bigDecimals().ofScale(9).map(BigDecimal::toPlainString));
    }

    /** More than an object has room for without growing. */
    private static Arbitrary<String> keys() {
        return Arbitraries.oneOf(Arbitraries.integers().between(0, 50).map(i -> "key-" + i), texts());
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(90),
                Arbitraries.strings().all().ofMaxLength(20).map(HeapProperties::whole),
                Arbitraries.of("", "\"\\/\b\f\n\r\t\u0000\u0001\u007f\u2028", "é€😀", "x".repeat(70)));
    }

    /** JSON text cannot have halves of characters. */
    private static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static Node scalar(Kind kind, String text) {
        return new ScalarNode(kind, text, false, text, NOWHERE);
    }

    private Value read(int address) {
        return new HeapReader(memory, PolicyInstance.Form.REGO).read(address);
    }

    private String dump(int address) {
        return memory.readCString(call("opa_value_dump", address));
    }

    private int call(String export, long... args) {
        long[] results = module.export(export).apply(args);
        return results == null || results.length == 0 ? 0 : (int) results[0];
    }
}
