package dev.auditflow.check.policy.rego;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.ScalarNode.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tries whether a module keeps values as {@link HeapLayout} says: what is written there must be what it would write. */
final class LayoutTrial {
    private static final Mark NOWHERE = new Mark(1, 1, 0, 0);
    private static final int ABI = 1;

    /** More fields than an object has room for at first, and than it has after it grew once. */
    private static final int FIELDS = 30;

    private final Instance instance;
    private final Memory memory;

    private LayoutTrial(Instance instance, Memory memory) {
        this.instance = instance;
        this.memory = memory;
    }

    /** @param heap where the module's heap may be written; what is there is lost */
    static boolean passes(Instance instance, Memory memory, int heap) throws EvaluationException {
        LayoutTrial trial = new LayoutTrial(instance, memory);
        return trial.number("opa_wasm_abi_version") == ABI
                && trial.number("opa_wasm_abi_minor_version") >= 2
                && trial.documents(heap)
                && trial.sets()
                && trial.context();
    }

    /** An exported constant is kept at no address: its value is the version. */
    private long number(String export) {
        return instance.exports().global(export).getValue();
    }

    /** The module finds each key again where it was written, for it looks every one up to write them. */
    private boolean documents(int heap) throws EvaluationException {
        Node document = document();
        HeapWriter writer = new HeapWriter(memory, heap);
        int written = writer.write(document);
        call("opa_heap_ptr_set", writer.top());
        int parsed = parse(Json.bytes(document));
        String text = dump(parsed);
        return dump(written).equals(text)
                && read(written).equals(read(parsed))
                && read(parsed).equals(value(text));
    }

    private boolean sets() {
        String text = "{1, \"a\", [2.5], {\"b\", true}, set(), {[1]: {2}}, {3: null}}";
        return read(parse(text.getBytes(StandardCharsets.UTF_8))).equals(value(text));
    }

    private boolean context() {
        int context = call("opa_eval_ctx_new");
        call("opa_eval_ctx_set_input", context, 1);
        call("opa_eval_ctx_set_data", context, 2);
        memory.writeI32(context + HeapLayout.CONTEXT_RESULT, 3);
        call("opa_eval_ctx_set_entrypoint", context, 4);
        return memory.readInt(context) == 1
                && memory.readInt(context + HeapLayout.CONTEXT_DATA) == 2
                && call("opa_eval_ctx_get_result", context) == 3
                && memory.readInt(context + HeapLayout.CONTEXT_ENTRYPOINT) == 4;
    }

    private static Node document() {
        List<Node> scalars = new ArrayList<>(List.of(
                scalar(Kind.NULL, "null"),
                scalar(Kind.BOOLEAN, "true"),
                scalar(Kind.BOOLEAN, "false"),
                scalar(Kind.STRING, ""),
                scalar(Kind.STRING, "\"\\/\b\f\n\r\t\u0001 é€😀" + "x".repeat(100))));
        for (String number :
                List.of("0", "-1", "999999999", "2147483648", "9007199254740993", "1.5", "-2.5e-3", "1e30")) {
            scalars.add(scalar(Kind.FLOAT, number));
        }
        List<MapNode.Entry> fields = new ArrayList<>();
        fields.add(new MapNode.Entry("scalars", NOWHERE, new ListNode(scalars, NOWHERE)));
        fields.add(new MapNode.Entry("none", NOWHERE, new ListNode(List.of(), NOWHERE)));
        fields.add(new MapNode.Entry("empty", NOWHERE, new MapNode(List.of(), NOWHERE)));
        for (int i = 0; i < FIELDS; i++) {
            MapNode nested = new MapNode(List.of(fields.get(i % 3)), NOWHERE);
            fields.add(new MapNode.Entry("field" + i, NOWHERE, nested));
        }
        return new MapNode(fields, NOWHERE);
    }

    private static Node scalar(Kind kind, String text) {
        return new ScalarNode(kind, text, false, text, NOWHERE);
    }

    private int parse(byte[] text) {
        int address = call("opa_malloc", text.length);
        memory.write(address, text, 0, text.length);
        return call("opa_value_parse", address, text.length);
    }

    private Value read(int address) {
        return new HeapReader(memory, PolicyInstance.Form.REGO).read(address);
    }

    private String dump(int address) {
        return memory.readCString(call("opa_value_dump", address));
    }

    private static Value value(String text) {
        return ValueReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private int call(String export, long... args) {
        long[] results = instance.export(export).apply(args);
        return results == null || results.length == 0 ? 0 : (int) results[0];
    }
}
