package dev.auditflow.check.policy.rego;

import static dev.auditflow.check.policy.rego.HeapLayout.ARRAY;
import static dev.auditflow.check.policy.rego.HeapLayout.BOOLEAN;
import static dev.auditflow.check.policy.rego.HeapLayout.DECIMAL;
import static dev.auditflow.check.policy.rego.HeapLayout.NULL;
import static dev.auditflow.check.policy.rego.HeapLayout.NUMBER;
import static dev.auditflow.check.policy.rego.HeapLayout.OBJECT;
import static dev.auditflow.check.policy.rego.HeapLayout.STRING;
import static dev.auditflow.check.policy.rego.HeapLayout.WHOLE;

import com.dylibso.chicory.runtime.Memory;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Writes a document into a module's memory as the module would have read it from JSON. Each part is a block of its own,
 * since the module may free it.
 */
final class HeapWriter {
    /** Whole numbers that are the same in 32 bits; the module's arithmetic takes larger ones from their text. */
    private static final Pattern SMALL = Pattern.compile("0|-?[1-9][0-9]{0,8}");

    private static final int PAGES_AT_ONCE = 16;
    private static final int PAGES_IN_MIB = 16;

    private final Memory memory;
    private int top;
    private long room;

    /** @param heap where the first block goes */
    HeapWriter(Memory memory, int heap) {
        this.memory = memory;
        this.top = heap;
        this.room = (long) memory.pages() * Memory.PAGE_SIZE;
    }

    /** Where the next block will be. */
    int top() {
        return top;
    }

    /** Writes a document and returns its address. @throws EvaluationException if there is no room for it */
    int write(Node node) throws EvaluationException {
        return switch (node) {
            case MapNode map -> object(map);
            case ListNode list -> array(list);
            case ScalarNode scalar ->
                switch (scalar.kind()) {
                    case STRING -> string(utf8(scalar.text()));
                    case INTEGER, FLOAT -> number(scalar.text());
                    case BOOLEAN -> value(BOOLEAN, scalar.text().equals("true") ? 1 : 0, 2);
                    case NULL -> value(NULL, 0, 1);
                };
        };
    }

    private int object(MapNode map) throws EvaluationException {
        int chains = HeapLayout.chains(map.entries().size());
        int table = value(OBJECT, 0, HeapLayout.CONTAINER_SIZE);
        int first = block(Math.multiplyExact(chains, Integer.BYTES));
        for (int i = 0; i < chains; i++) {
            memory.writeI32(first + i * Integer.BYTES, 0);
        }
        int length = 0;
        for (MapNode.Entry entry : map.entries()) {
            byte[] key = utf8(entry.key());
            int chain = first + (HeapLayout.hash(key) & (chains - 1)) * Integer.BYTES;
            length += put(chain, key, write(entry.value()));
        }
        memory.writeI32(table + HeapLayout.TABLE_CHAINS, first);
        memory.writeI32(table + HeapLayout.TABLE_WIDTH, chains);
        memory.writeI32(table + HeapLayout.TABLE_LENGTH, length);
        return table;
    }

    /** Puts a field where its key belongs in a chain. Returns how many were added: none if there was such a key. */
    private int put(int chain, byte[] key, int value) throws EvaluationException {
        int previous = chain;
        int next = memory.readInt(chain);
        while (next != 0) {
            int order = HeapLayout.compare(memory, memory.readInt(next), key);
            if (order == 0) {
                memory.writeI32(next + HeapLayout.LINK_VALUE, value);
                return 0;
            }
            if (order > 0) {
                break;
            }
            previous = next + HeapLayout.LINK_NEXT;
            next = memory.readInt(previous);
        }
        int link = block(HeapLayout.LINK_SIZE);
        memory.writeI32(link, string(key));
        memory.writeI32(link + HeapLayout.LINK_VALUE, value);
        memory.writeI32(link + HeapLayout.LINK_NEXT, next);
        memory.writeI32(previous, link);
        return 1;
    }

    private int array(ListNode list) throws EvaluationException {
        int length = list.items().size();
        int array = value(ARRAY, 0, HeapLayout.CONTAINER_SIZE);
        int pairs = length == 0 ? 0 : block(Math.multiplyExact(length, 2 * Integer.BYTES));
        int pair = pairs;
        for (int i = 0; i < length; i++) {
            memory.writeI32(pair, whole(i));
            memory.writeI32(pair + Integer.BYTES, write(list.items().get(i)));
            pair += 2 * Integer.BYTES;
        }
        memory.writeI32(array + HeapLayout.ARRAY_PAIRS, pairs);
        memory.writeI32(array + HeapLayout.ARRAY_LENGTH, length);
        memory.writeI32(array + HeapLayout.ARRAY_ROOM, length);
        return array;
    }

    private int number(String text) throws EvaluationException {
        if (SMALL.matcher(text).matches()) {
            return whole(Integer.parseInt(text));
        }
        byte[] digits = utf8(text);
        int number = value(NUMBER, DECIMAL, HeapLayout.NUMBER_SIZE);
        memory.writeI32(number + HeapLayout.NUMBER_VALUE, bytes(digits));
        memory.writeI32(number + HeapLayout.NUMBER_LENGTH, digits.length);
        memory.writeByte(number + HeapLayout.NUMBER_OWNED, (byte) 0);
        return number;
    }

    private int whole(int value) throws EvaluationException {
        int number = value(NUMBER, WHOLE, HeapLayout.NUMBER_SIZE);
        memory.writeLong(number + HeapLayout.NUMBER_VALUE, value);
        return number;
    }

    private int string(byte[] text) throws EvaluationException {
        int string = value(STRING, 1, HeapLayout.STRING_SIZE);
        memory.writeI32(string + HeapLayout.STRING_BYTES, bytes(text));
        memory.writeI32(string + HeapLayout.STRING_LENGTH, text.length);
        return string;
    }

    private int value(int type, int flag, int size) throws EvaluationException {
        int address = block(size);
        memory.writeShort(address, (short) (type | (flag << Byte.SIZE)));
        return address;
    }

    private int bytes(byte[] bytes) throws EvaluationException {
        int address = block(bytes.length);
        memory.write(address, bytes, 0, bytes.length);
        return address;
    }

    private int block(int bytes) throws EvaluationException {
        int size = HeapLayout.blockSize(bytes);
        int address = top + HeapLayout.BLOCK_HEADER;
        long end = (long) address + size;
        if (end > room) {
            grow(end);
        }
        memory.writeI32(top, size);
        top = (int) end;
        return address;
    }

    private void grow(long end) throws EvaluationException {
        int missing = (int) ((end - room) / Memory.PAGE_SIZE) + 1;
        int most = memory.maximumPages() - memory.pages();
        if (missing > most || memory.grow(Math.min(most, missing + PAGES_AT_ONCE)) < 0) {
            throw new EvaluationException("the object does not fit into the %d MiB of memory that a policy gets"
                    .formatted(memory.maximumPages() / PAGES_IN_MIB));
        }
        room = (long) memory.pages() * Memory.PAGE_SIZE;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
