package dev.auditflow.check.policy.rego;

import com.dylibso.chicory.runtime.Memory;
import java.util.Arrays;

/**
 * How modules of OPA keep values in their memory: numbers of types, offsets of fields, sizes of blocks and the hash of
 * strings. None of it is promised by OPA's ABI, so {@link PolicyInstance} tries it before it is relied on.
 */
final class HeapLayout {
    static final int NULL = 1;
    static final int BOOLEAN = 2;
    static final int NUMBER = 3;
    static final int STRING = 4;
    static final int ARRAY = 5;
    static final int OBJECT = 6;
    static final int SET = 7;

    /** Strings and booleans that are part of the module's code. */
    static final int CONSTANT_STRING = 8;

    static final int CONSTANT_BOOLEAN = 9;

    /** A number that is kept as 64 bits. */
    static final int WHOLE = 1;

    /** A number that is kept as its text. */
    static final int DECIMAL = 2;

    /** In the second byte of a value: what a boolean is, how a number is kept, whether a string owns its bytes. */
    static final int FLAG = 1;

    /** Of a number: 64 bits, or address and length of its text. */
    static final int NUMBER_VALUE = 8;

    static final int NUMBER_LENGTH = 12;
    static final int NUMBER_OWNED = 16;
    static final int NUMBER_SIZE = 24;

    /** Of a string: its length in bytes, and where they are. */
    static final int STRING_LENGTH = 4;

    static final int STRING_BYTES = 8;
    static final int STRING_SIZE = 12;

    /** Of an array: where pairs of index and item are, how many, and for how many there is room. */
    static final int ARRAY_PAIRS = 4;

    static final int ARRAY_LENGTH = 8;
    static final int ARRAY_ROOM = 12;

    /** Of an object and a set: where the first links of the chains are, how many chains, and how many members. */
    static final int TABLE_CHAINS = 4;

    static final int TABLE_WIDTH = 8;
    static final int TABLE_LENGTH = 12;

    /** Of arrays, objects and sets. */
    static final int CONTAINER_SIZE = 16;

    /** Of a link of an object's chain: key, value, next link. In a set there is no value. */
    static final int LINK_VALUE = 4;

    static final int LINK_NEXT = 8;
    static final int LINK_SIZE = 12;
    static final int SET_LINK_NEXT = 4;

    /** Of what an evaluation is called with. */
    static final int CONTEXT_DATA = 4;

    static final int CONTEXT_RESULT = 8;
    static final int CONTEXT_ENTRYPOINT = 12;
    static final int CONTEXT_SIZE = 16;

    /** Before each block stands its size and room for two links. */
    static final int BLOCK_HEADER = 12;

    private static final int[] BLOCK_SIZES = {4, 8, 16, 64};
    private static final int FEWEST_CHAINS = 8;
    private static final double MOST_FOR_A_CHAIN = 0.7;
    private static final int HASH_START = 0x811c9dc5;
    private static final int HASH_PRIME = 0x01000193;

    private HeapLayout() {}

    /** Small blocks have one of four sizes, so that they can be used again for another value. */
    static int blockSize(int bytes) {
        for (int size : BLOCK_SIZES) {
            if (bytes <= size) {
                return size;
            }
        }
        return bytes;
    }

    /** Chains of an object or set with so many members: a power of two. */
    static int chains(int members) {
        int chains = FEWEST_CHAINS;
        while (members > chains * MOST_FOR_A_CHAIN) {
            chains *= 2;
        }
        return chains;
    }

    static int hash(byte[] text) {
        int hash = HASH_START;
        for (byte b : text) {
            hash = (hash * HASH_PRIME) ^ (b & 0xff);
        }
        return hash;
    }

    /** Orders the string at an address and a text, as the links of a chain are ordered. */
    static int compare(Memory memory, int string, byte[] text) {
        byte[] bytes = memory.readBytes(memory.readInt(string + STRING_BYTES), memory.readInt(string + STRING_LENGTH));
        return Arrays.compareUnsigned(bytes, text);
    }
}
