package dev.auditflow.render.template;

import java.util.Arrays;

/** The writers of a text: each writes from its offset to the offset of the next. Offsets are in UTF-16 units. */
public final class Runs implements Trace {
    private final int[] starts;
    private final Writer[] writers;
    private final int count;
    private final boolean reads;

    Runs(int[] starts, Writer[] writers, int count) {
        this.starts = starts;
        this.writers = writers;
        this.count = count;
        boolean any = false;
        for (int i = 0; i < count && !any; i++) {
            Trace read = writers[i].read();
            any = read != null && read.readsValues();
        }
        this.reads = any;
    }

    /** One writer for the whole text. */
    static Runs of(Writer writer) {
        return new Runs(new int[] {0}, new Writer[] {writer}, 1);
    }

    @Override
    public boolean readsValues() {
        return reads;
    }

    int count() {
        return count;
    }

    int start(int index) {
        return starts[index];
    }

    Writer writer(int index) {
        return writers[index];
    }

    /** Index of the run that holds an offset. */
    int indexAt(int offset) {
        int found = Arrays.binarySearch(starts, 0, count, offset);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }
}
