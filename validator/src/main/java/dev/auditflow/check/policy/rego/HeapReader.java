package dev.auditflow.check.policy.rego;

import com.dylibso.chicory.runtime.Memory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads values where a module keeps them. What is read of one may not take more than the module's memory may. */
final class HeapReader {
    private static final int MAX_DEPTH = 2_000;

    /** What a value takes at least. */
    private static final int SMALLEST = 16;

    private final Memory memory;
    private final PolicyInstance.Form form;
    private long budget;
    private int depth;

    /** @param form of sets and of keys that are no strings */
    HeapReader(Memory memory, PolicyInstance.Form form) {
        this.memory = memory;
        this.form = form;
        this.budget = (long) memory.maximumPages() * Memory.PAGE_SIZE;
    }

    /** @throws IllegalArgumentException if it is too deep, too large or no value */
    Value read(int address) {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("a value of more than %d levels".formatted(MAX_DEPTH));
        }
        spend(SMALLEST);
        Value value = switch (memory.read(address)) {
            case HeapLayout.NULL -> Value.nil();
            case HeapLayout.BOOLEAN, HeapLayout.CONSTANT_BOOLEAN ->
                Value.of(memory.read(address + HeapLayout.FLAG) != 0);
            case HeapLayout.NUMBER -> number(address);
            case HeapLayout.STRING, HeapLayout.CONSTANT_STRING ->
                Value.of(text(
                        memory.readInt(address + HeapLayout.STRING_BYTES),
                        memory.readInt(address + HeapLayout.STRING_LENGTH)));
            case HeapLayout.ARRAY -> array(address);
            case HeapLayout.OBJECT -> object(address);
            case HeapLayout.SET -> set(address);
            default -> throw new IllegalArgumentException("no value at %d".formatted(address));
        };
        depth--;
        return value;
    }

    private Value number(int address) {
        if (memory.read(address + HeapLayout.FLAG) == HeapLayout.WHOLE) {
            return Value.of(memory.readLong(address + HeapLayout.NUMBER_VALUE));
        }
        int digits = memory.readInt(address + HeapLayout.NUMBER_VALUE);
        int length = memory.readInt(address + HeapLayout.NUMBER_LENGTH);
        spend(length);
        return ValueReader.read(memory.readBytes(digits, length));
    }

    private Value array(int address) {
        int pair = memory.readInt(address + HeapLayout.ARRAY_PAIRS);
        int length = memory.readInt(address + HeapLayout.ARRAY_LENGTH);
        List<Value> items = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            items.add(read(memory.readInt(pair + Integer.BYTES)));
            pair += 2 * Integer.BYTES;
        }
        return Value.array(items);
    }

    private Value object(int address) {
        TreeMap<Value, Value> fields = new TreeMap<>();
        for (int link : links(address, HeapLayout.LINK_NEXT)) {
            fields.put(key(memory.readInt(link)), read(memory.readInt(link + HeapLayout.LINK_VALUE)));
        }
        return Value.object(fields);
    }

    private Value key(int address) {
        Value key = read(address);
        return form == PolicyInstance.Form.REGO || key instanceof Value.Str ? key : Value.of(ValueWriter.json(key));
    }

    private Value set(int address) {
        List<Value> items = new ArrayList<>();
        for (int link : links(address, HeapLayout.SET_LINK_NEXT)) {
            items.add(read(memory.readInt(link)));
        }
        return form == PolicyInstance.Form.REGO ? Value.set(new TreeSet<>(items)) : Value.array(items);
    }

    /** The links of all chains, in the order in which modules go through them. */
    private List<Integer> links(int table, int next) {
        int chain = memory.readInt(table + HeapLayout.TABLE_CHAINS);
        int chains = memory.readInt(table + HeapLayout.TABLE_WIDTH);
        List<Integer> links = new ArrayList<>();
        for (int i = 0; i < chains; i++) {
            for (int link = memory.readInt(chain); link != 0; link = memory.readInt(link + next)) {
                spend(SMALLEST);
                links.add(link);
            }
            chain += Integer.BYTES;
        }
        return links;
    }

    private String text(int address, int length) {
        spend(length);
        return memory.readString(address, length, StandardCharsets.UTF_8);
    }

    private void spend(long bytes) {
        budget -= bytes;
        if (budget < 0) {
            throw new IllegalArgumentException("a value that is larger than the memory of a policy");
        }
    }
}
