package dev.auditflow.check.policy.rego;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What a module imports: its memory, the way to stop, and builtins by number of arguments. Belongs to one instance. */
final class HostFunctions {
    private static final long[] NOTHING = new long[0];
    private static final int MOST_ARGUMENTS = 4;

    private final Memory memory;
    private Map<Integer, Builtin> builtins = Map.of();
    private boolean layoutKnown;

    /** The module called {@code opa_abort}. */
    static final class Abort extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Abort(String message) {
            super(message, null, false, false);
        }
    }

    HostFunctions(Memory memory) {
        this.memory = memory;
    }

    void provide(Map<Integer, Builtin> byId) {
        builtins = Map.copyOf(byId);
    }

    void useLayout(boolean known) {
        layoutKnown = known;
    }

    ImportValues imports() {
        List<com.dylibso.chicory.runtime.ImportFunction> functions = new ArrayList<>();
        functions.add(new HostFunction("env", "opa_abort", takes(1, false), (_, args) -> {
            throw new Abort(cString((int) args[0]));
        }));
        functions.add(new HostFunction("env", "opa_println", takes(1, false), (_, _) -> NOTHING));
        for (int count = 0; count <= MOST_ARGUMENTS; count++) {
            functions.add(new HostFunction("env", "opa_builtin" + count, takes(count + 2, true), this::call));
        }
        return ImportValues.builder()
                .addMemory(new ImportMemory("env", "memory", memory))
                .withFunctions(functions)
                .build();
    }

    private static FunctionType takes(int parameters, boolean returns) {
        return FunctionType.of(
                Collections.nCopies(parameters, ValType.I32), returns ? List.of(ValType.I32) : List.<ValType>of());
    }

    /** Arguments: the builtin's number, a context that is always 0, then addresses of values. */
    private long[] call(Instance instance, long... args) {
        Builtin builtin = builtins.get((int) args[0]);
        if (builtin == null) {
            throw new Abort("it calls a builtin that it did not declare");
        }
        List<Value> values = new ArrayList<>(args.length - 2);
        for (int i = 2; i < args.length; i++) {
            values.add(value(instance, (int) args[i]));
        }
        try {
            return new long[] {put(instance, builtin.call(new Args(values)))};
        } catch (Undefined e) {
            return new long[] {0};
        }
    }

    /** The value at an address. */
    Value value(Instance instance, int address) {
        if (layoutKnown) {
            return new HeapReader(memory, PolicyInstance.Form.REGO).read(address);
        }
        int text = (int) instance.export("opa_value_dump").apply(address)[0];
        return ValueReader.read(cBytes(text));
    }

    private int put(Instance instance, Value value) {
        byte[] text = Texts.utf8(ValueWriter.module(value));
        int address = (int) instance.export("opa_malloc").apply(text.length)[0];
        memory.write(address, text, 0, text.length);
        return (int) instance.export("opa_value_parse").apply(address, text.length)[0];
    }

    /** The bytes at an address up to the next zero. */
    byte[] cBytes(int address) {
        int end = address;
        while (memory.read(end) != 0) {
            end++;
        }
        return memory.readBytes(address, end - address);
    }

    private String cString(int address) {
        return Texts.utf8(cBytes(address));
    }
}
