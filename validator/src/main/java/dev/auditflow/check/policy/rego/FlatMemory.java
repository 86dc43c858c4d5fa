package dev.auditflow.check.policy.rego;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Objects;

/**
 * A module's memory as one array, for one thread. Chicory's own is an array of pages, which costs a third of an evaluation:
 * each access looks its page up. An access outside is an {@link IndexOutOfBoundsException}. What was never given to the
 * module, but is kept ready for it, reads as zero.
 */
@SuppressWarnings("removal") // the interface still asks for what threads would need
final class FlatMemory implements Memory {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private final MemoryLimits limits;
    private byte[] bytes;
    private int pages;
    private DataSegment[] segments = new DataSegment[0];

    /** @param limits in pages of 64 KiB */
    FlatMemory(MemoryLimits limits) {
        this.limits = limits;
        this.pages = limits.initialPages();
        this.bytes = new byte[Memory.bytes(pages)];
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public int pages() {
        return pages;
    }

    /** The pages before, or -1 if so many are not allowed or not to be had. */
    @Override
    public int grow(int more) {
        int before = pages;
        int after = before + more;
        if (after < before || after > maximumPages()) {
            return -1;
        }
        if (Memory.bytes(after) > bytes.length) {
            // A quarter more, since a module asks for a page or two each time.
            int ready = Math.max(after, Math.min(maximumPages(), before + before / 4));
            try {
                bytes = Arrays.copyOf(bytes, Memory.bytes(ready));
            } catch (OutOfMemoryError _) {
                return -1;
            }
        }
        pages = after;
        return before;
    }

    @Override
    public int initialPages() {
        return limits.initialPages();
    }

    @Override
    public int maximumPages() {
        return Math.min(limits.maximumPages(), RUNTIME_MAX_PAGES);
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public Object lock(int address) {
        throw ofOneThread();
    }

    @Override
    public int waitOn(int address, int expected, long timeout) {
        throw ofOneThread();
    }

    @Override
    public int waitOn(int address, long expected, long timeout) {
        throw ofOneThread();
    }

    @Override
    public int notify(int address, int threads) {
        throw ofOneThread();
    }

    private static UnsupportedOperationException ofOneThread() {
        return new UnsupportedOperationException("a policy's memory is of one thread");
    }

    @Override
    public void initialize(Instance instance, DataSegment[] dataSegments) {
        segments = dataSegments.clone();
        for (DataSegment segment : segments) {
            if (segment instanceof ActiveDataSegment active) {
                long[] start = ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions());
                write((int) start[0], active.data(), 0, active.data().length);
            }
        }
    }

    @Override
    public void initPassiveSegment(int segment, int address, int offset, int size) {
        write(address, segments[segment].data(), offset, size);
    }

    /** Segments stay: they are the program's. */
    @Override
    public void drop(int segment) {}

    @Override
    public void write(int address, byte[] data, int offset, int size) {
        System.arraycopy(data, offset, bytes, address, size);
    }

    @Override
    public byte[] readBytes(int address, int length) {
        Objects.checkFromIndexSize(address, length, bytes.length);
        return Arrays.copyOfRange(bytes, address, address + length);
    }

    /** The text without a copy of its bytes. */
    @Override
    public String readString(int address, int length, Charset charset) {
        return new String(bytes, address, length, charset);
    }

    @Override
    public void fill(byte value, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        Arrays.fill(bytes, from, to, value);
    }

    @Override
    public void copy(int to, int from, int size) {
        System.arraycopy(bytes, from, bytes, to, size);
    }

    @Override
    public void zero() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public byte read(int address) {
        return bytes[address];
    }

    @Override
    public void writeByte(int address, byte value) {
        bytes[address] = value;
    }

    @Override
    public short readShort(int address) {
        return (short) SHORT.get(bytes, address);
    }

    @Override
    public long readU16(int address) {
        return Short.toUnsignedLong(readShort(address));
    }

    @Override
    public void writeShort(int address, short value) {
        SHORT.set(bytes, address, value);
    }

    @Override
    public int readInt(int address) {
        return (int) INT.get(bytes, address);
    }

    @Override
    public void writeI32(int address, int value) {
        INT.set(bytes, address, value);
    }

    @Override
    public long readLong(int address) {
        return (long) LONG.get(bytes, address);
    }

    @Override
    public void writeLong(int address, long value) {
        LONG.set(bytes, address, value);
    }

    @Override
    public float readFloat(int address) {
        return Float.intBitsToFloat(readInt(address));
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public void writeF32(int address, float value) {
        writeI32(address, Float.floatToRawIntBits(value));
    }

    @Override
    public double readDouble(int address) {
        return Double.longBitsToDouble(readLong(address));
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public void writeF64(int address, double value) {
        writeLong(address, Double.doubleToRawLongBits(value));
    }
}
