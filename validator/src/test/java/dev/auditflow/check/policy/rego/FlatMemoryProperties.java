package dev.auditflow.check.policy.rego;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The memory behaves as Chicory's own, which has its pages apart. */
class FlatMemoryProperties {
    private static final int NEAR_A_PAGE = Memory.PAGE_SIZE - 40;
    private static final int LENGTH = 80;

    private final Memory flat = new FlatMemory(new MemoryLimits(2, 40));
    private final Memory paged = new ByteArrayMemory(new MemoryLimits(2, 40));

    @Property(tries = 200)
    void givesWhatAnotherMemoryGives(@ForAll @Size(max = 40) List<@IntRange(max = 72) Integer> places) {
        for (int i = 0; i < places.size(); i++) {
            int address = NEAR_A_PAGE + places.get(i);
            int operation = i % 9;
            long value = 0x9e3779b97f4a7c15L * (i + 1);
            for (Memory memory : List.of(flat, paged)) {
                write(memory, operation, address, value);
            }
            assertThat(read(flat, address)).isEqualTo(read(paged, address));
        }
        assertThat(flat.readBytes(NEAR_A_PAGE, LENGTH)).isEqualTo(paged.readBytes(NEAR_A_PAGE, LENGTH));
    }

    private static void write(Memory memory, int operation, int address, long value) {
        switch (operation) {
            case 0 -> memory.writeByte(address, (byte) value);
            case 1 -> memory.writeShort(address, (short) value);
            case 2 -> memory.writeI32(address, (int) value);
            case 3 -> memory.writeLong(address, value);
            case 4 -> memory.writeF32(address, (float) value);
            case 5 -> memory.writeF64(address, (double) value);
            case 6 -> memory.fill((byte) value, address, address + 5);
            case 7 -> memory.copy(address, NEAR_A_PAGE + 20, 6);
            default -> memory.write(address, new byte[] {1, 2, 3, 4}, 1, 2);
        }
    }

    private static List<Object> read(Memory memory, int address) {
        return List.of(
                memory.read(address),
                memory.readShort(address),
                memory.readU16(address),
                memory.readInt(address),
                memory.readLong(address),
                memory.readF32(address),
                memory.readF64(address),
                Float.floatToRawIntBits(memory.readFloat(address)),
                Double.doubleToRawLongBits(memory.readDouble(address)));
    }

    @Example
    void growsUpToItsLimit() {
        flat.writeI32(Memory.PAGE_SIZE, 7);
        for (int more : new int[] {0, 1, 3, 30, 5, 4, 1, -1}) {
            assertThat(flat.grow(more)).isEqualTo(paged.grow(more));
            assertThat(flat.pages()).isEqualTo(paged.pages());
        }
        assertThat(flat.readInt(Memory.PAGE_SIZE)).isEqualTo(7);
        assertThat(flat.readInt(39 * Memory.PAGE_SIZE)).isZero();
        assertThatThrownBy(() -> flat.readInt(40 * Memory.PAGE_SIZE)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> flat.readBytes(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> flat.write(40 * Memory.PAGE_SIZE, new byte[1], 0, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
