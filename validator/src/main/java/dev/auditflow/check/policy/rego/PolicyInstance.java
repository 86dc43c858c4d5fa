package dev.auditflow.check.policy.rego;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One running copy of a module, for one thread at a time. Speaks OPA's ABI 1.2: data is parsed once, the input is
 * written at the base of the heap, {@code opa_eval} does the rest and resets the heap.
 */
final class PolicyInstance {
    private static final int FIRST_PAGES = 32;
    private static final int PAGES_IN_MIB = 16;

    private final Memory memory;
    private final Instance instance;
    private final HostFunctions host;
    private final ExportFunction eval;
    private final int base;
    private byte[] data = new byte[0];
    private int dataAddress;
    private int heap;

    PolicyInstance(WasmModule module, Function<Instance, Machine> machines, int memoryMiB) {
        this.memory = new ByteArrayMemory(new MemoryLimits(FIRST_PAGES, memoryMiB * PAGES_IN_MIB));
        this.host = new HostFunctions(memory);
        this.instance = Instance.builder(module)
                .withImportValues(host.imports())
                .withMachineFactory(machines)
                .build();
        this.eval = instance.export("opa_eval");
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
     * @param input empty for none, which differs from null
     */
    byte[] evaluate(int entrypoint, byte[] newData, byte[] input, Form form) throws EvaluationException {
        if (!java.util.Arrays.equals(newData, data)) {
            load(newData);
        }
        reserve(input.length);
        memory.write(heap, input, 0, input.length);
        long address = eval.apply(0, entrypoint, dataAddress, heap, input.length, heap + input.length, form.number)[0];
        return host.cBytes((int) address);
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
