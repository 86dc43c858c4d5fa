package dev.auditflow.render.template;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The writers of a text: each writes from its offset to the offset of the next. Offsets are in UTF-16 units. */
public final class Runs implements Trace {
    private final int[] starts;
    private final int[] skips;
    private final Writer[] writers;
    private final @Nullable Frame[] frames;
    private final int count;
    private final boolean reads;

    Runs(int[] starts, int[] skips, Writer[] writers, @Nullable Frame[] frames, int count) {
        this.starts = starts;
        this.skips = skips;
        this.writers = writers;
        this.frames = frames;
        this.count = count;
        boolean any = false;
        for (int i = 0; i < count && !any; i++) {
            Trace read = writers[i].read();
            any = read != null && read.readsValues();
        }
        this.reads = any;
    }

    /** One writer for the whole text. */
    static Runs of(Writer writer, @Nullable Frame frame) {
        return new Runs(new int[] {0}, new int[] {0}, new Writer[] {writer}, new Frame[] {frame}, 1);
    }

    /** The runs of a part of the text, which is not empty. */
    Runs part(int from, int to) {
        int first = indexAt(from);
        int end = first + 1;
        while (end < count && starts[end] < to) {
            end++;
        }
        int[] at = Arrays.copyOfRange(starts, first, end);
        int[] skipped = Arrays.copyOfRange(skips, first, end);
        skipped[0] += Math.max(from - at[0], 0);
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(at[i] - from, 0);
        }
        return new Runs(
                at,
                skipped,
                Arrays.copyOfRange(writers, first, end),
                Arrays.copyOfRange(frames, first, end),
                end - first);
    }

    /** The first writer for all of the text: literal if all were, and with all that was read. */
    Writer one() {
        Writer first = writers[0];
        if (count == 1) {
            return first;
        }
        boolean literal = true;
        for (int i = 0; i < count; i++) {
            literal &= writers[i].literal();
        }
        return new Writer(first.node(), literal, reads ? Derived.from(this) : null);
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

    /** How many characters of what the writer writes are missing at the start of the run. */
    int skip(int index) {
        return skips[index];
    }

    Writer writer(int index) {
        return writers[index];
    }

    /** Where the template of the writer was called from. */
    @Nullable
    Frame frame(int index) {
        return frames[index];
    }

    /** Index of the run that holds an offset. */
    int indexAt(int offset) {
        int found = Arrays.binarySearch(starts, 0, count, offset);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }
}
