package dev.auditflow.render.template;

/** How much room Go's {@code append} leaves in a slice: {@code slice} can reach into it, so it shows. */
final class GoGrowth {
    private static final int ELEMENT = 16;
    private static final int PAGE = 8192;

    /** Sizes of the blocks that Go's allocator hands out, in bytes; larger ones are whole pages. */
    private static final int[] BLOCKS = {
        8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448,
        480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096,
        4864, 5120, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432,
        19072, 20480, 21760, 24576, 27264, 28672, 32768
    };

    private GoGrowth() {}

    /** Capacity of a slice of strings or interfaces that had a capacity and was appended to, one by one. */
    static int oneByOne(int size, int start) {
        int capacity = start;
        while (capacity < size) {
            capacity = atOnce(capacity + 1, capacity);
        }
        return capacity;
    }

    /** Capacity after one append of several elements to a slice with a capacity. */
    static int atOnce(int size, int capacity) {
        int doubled = capacity * 2;
        int wanted = doubled;
        if (size > doubled) {
            wanted = size;
        } else if (capacity >= 256) {
            wanted = capacity;
            while (wanted < size) {
                wanted += (wanted + 3 * 256) / 4;
            }
        }
        return elements(wanted);
    }

    private static int elements(int wanted) {
        long bytes = (long) wanted * ELEMENT;
        for (int block : BLOCKS) {
            if (block >= bytes) {
                return block / ELEMENT;
            }
        }
        return (int) ((bytes + PAGE - 1) / PAGE * PAGE / ELEMENT);
    }
}
