package dev.auditflow.check.policy.rego;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import dev.auditflow.yaml.Node;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One running copy of a module, for one thread at a time. Speaks OPA's ABI 1.2: data is parsed once, the input is
 * written at the base of the heap. Where the module keeps values as {@link HeapLayout} says, input and results are
 * written and read in its memory; else {@code opa_eval} reads and writes them as JSON.
 */
final class PolicyInstance {
    private static final int FIRST_PAGES = 32;
    private static final int PAGES_IN_MIB = 16;

    private final Memory memory;
    private final Instance instance;
    private final HostFunctions host;
    private final ExportFunction evalText;
    private final int base;
    private boolean layoutKnown;
    private byte[] data = new byte[0];
    private int dataAddress;
    private int heap;

    PolicyInstance(WasmModule module, Function<Instance, Machine> machines, int memoryMiB) {
        this.memory = new FlatMemory(new MemoryLimits(FIRST_PAGES, memoryMiB * PAGES_IN_MIB));
        this.host = new HostFunctions(memory);
        this.instance = Instance.builder(module)
                .withImportValues(host.imports())
                .withMachineFactory(machines)
                .build();
        this.evalText = instance.export("opa_eval");
        call("opa_malloc", 0);
        this.base = call("opa_heap_ptr_get");
        this.heap = base;
    }

    /** Builtins that the module wants from its host, with their numbers. */
    Map<String, Integer> builtins() {
        return table("builtins");
    }

    Map<String, Integer> entrypoints() {
        return table("entrypoints");
    }

    void provide(Map<Integer, Builtin> builtins) {
        host.provide(builtins);
    }

    /** Whether this module keeps values as {@link HeapLayout} says. Found out once for each module. */
    boolean tryLayout() {
        try {
            return LayoutTrial.passes(instance, memory, base);
        } catch (ChicoryException | EvaluationException | IllegalArgumentException | HostFunctions.Abort _) {
            return false;
        } finally {
            call("opa_heap_ptr_set", base);
        }
    }

    void useLayout(boolean known) {
        layoutKnown = known;
        host.useLayout(known);
    }

    /** Size of the memory in MiB: it grows and never shrinks. */
    int memoryMiB() {
        return memory.pages() / PAGES_IN_MIB;
    }

    /** How {@code opa_eval} writes its result. */
    enum Form {
        /** Sets are lists in no order. */
        JSON(0),
        /** As Rego prints values. */
        REGO(1);

        private final int number;

        Form(int number) {
            this.number = number;
        }
    }

    /**
     * The result set. Unchecked exceptions mean that this instance must not be used again.
     *
     * @param input empty text for none, which differs from null
     */
    Value evaluate(int entrypoint, byte[] newData, Input input, Form form) throws EvaluationException {
        if (!Arrays.equals(newData, data)) {
            load(newData);
        }
        if (!layoutKnown) {
            byte[] text = input.json();
            write(text);
            long result =
                    evalText.apply(0, entrypoint, dataAddress, heap, text.length, heap + text.length, form.number)[0];
            return ValueReader.read(host.cBytes((int) result));
        }
        int document = switch (input) {
            case Input.Tree(Node root) -> put(root);
            case Input.Text(byte[] text) -> parse(text);
        };
        int context = call("opa_malloc", HeapLayout.CONTEXT_SIZE);
        memory.writeI32(context, document);
        memory.writeI32(context + HeapLayout.CONTEXT_DATA, dataAddress);
        memory.writeI32(context + HeapLayout.CONTEXT_RESULT, 0);
        memory.writeI32(context + HeapLayout.CONTEXT_ENTRYPOINT, entrypoint);
        if (call("eval", context) != 0) {
            throw new HostFunctions.Abort("eval failed");
        }
        return new HeapReader(memory, form).read(memory.readInt(context + HeapLayout.CONTEXT_RESULT));
    }

    private int put(Node root) throws EvaluationException {
        HeapWriter writer = new HeapWriter(memory, heap);
        int document = writer.write(root);
        call("opa_heap_ptr_set", writer.top());
        return document;
    }

    private int parse(byte[] text) throws EvaluationException {
        write(text);
        call("opa_heap_ptr_set", heap + text.length);
        return call("opa_value_parse", heap, text.length);
    }

    private void write(byte[] text) throws EvaluationException {
        reserve(text.length);
        memory.write(heap, text, 0, text.length);
    }

    private void load(byte[] newData) throws EvaluationException {
        call("opa_heap_ptr_set", base);
        reserve(newData.length);
        int text = call("opa_malloc", newData.length);
        memory.write(text, newData, 0, newData.length);
        dataAddress = call("opa_value_parse", text, newData.length);
        if (dataAddress == 0) {
            throw new EvaluationException("the data given to the policies is no JSON");
        }
        heap = call("opa_heap_ptr_get");
        data = newData;
    }

    private void reserve(int bytes) throws EvaluationException {
        long missing = (long) heap + bytes - (long) memory.pages() * Memory.PAGE_SIZE;
        if (missing > 0 && memory.grow((int) (missing / Memory.PAGE_SIZE) + 1) < 0) {
            throw new EvaluationException(
                    "the object of %,d bytes does not fit into the memory that a policy gets".formatted(bytes));
        }
    }

    private Map<String, Integer> table(String export) {
        Map<String, Integer> table = new TreeMap<>();
        if (host.value(instance, call(export)) instanceof Value.Obj object) {
            object.fields().forEach((key, value) -> {
                if (key instanceof Value.Str(String name) && value instanceof Value.Num number) {
                    table.put(name, number.asInt().orElseThrow());
                }
            });
        }
        return table;
    }

    private int call(String export, long... args) throws ChicoryException {
        long[] results = instance.export(export).apply(args);
        return results == null || results.length == 0 ? 0 : (int) results[0];
    }
}
