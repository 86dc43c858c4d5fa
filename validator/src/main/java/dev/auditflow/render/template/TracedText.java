package dev.auditflow.render.template;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A text that is being written, and who wrote each stretch of it. */
final class TracedText {
    private static final int[] NO_STARTS = {};
    private static final Writer[] NO_WRITERS = {};

    /** Append here, then claim what was appended. */
    final StringBuilder text = new StringBuilder();

    private int[] starts = NO_STARTS;
    private Writer[] writers = NO_WRITERS;
    private int count;
    private int claimed;

    /** Attributes everything that was appended since the last claim to one writer. */
    void claim(Writer writer) {
        if (text.length() > claimed) {
            add(claimed, writer);
            claimed = text.length();
        }
    }

    /** Appends a text with one writer. */
    void append(String part, Writer writer) {
        text.append(part);
        claim(writer);
    }

    /** Appends a part of another text with its writers. */
    void append(String whole, int from, int to, Runs runs) {
        if (to <= from) {
            return;
        }
        text.append(whole, from, to);
        int shift = claimed - from;
        for (int i = runs.indexAt(from); i < runs.count() && runs.start(i) < to; i++) {
            add(Math.max(runs.start(i), from) + shift, runs.writer(i));
        }
        claimed = text.length();
    }

    /** Appends a part of a string that has any trace; the node is the one that prints it. */
    void append(String whole, int from, int to, @Nullable Trace trace, Node node) {
        if (trace instanceof Runs runs && runs.count() > 0) {
            append(whole, from, to, runs);
        } else {
            text.append(whole, from, to);
            claim(node.writer(trace));
        }
    }

    /** Appends a string or traced string whole. */
    void append(@Nullable Object value, Node node) {
        String string = String.valueOf(Traced.plain(value));
        append(string, 0, string.length(), Traced.trace(value), node);
    }

    private void add(int start, Writer writer) {
        if (count > 0 && writers[count - 1].same(writer)) {
            return;
        }
        if (count == starts.length) {
            int size = Math.max(4, count * 2);
            starts = Arrays.copyOf(starts, size);
            writers = Arrays.copyOf(writers, size);
        }
        starts[count] = start;
        writers[count++] = writer;
    }

    Runs runs() {
        return new Runs(starts, writers, count);
    }

    /** The text as a value of the evaluator. */
    Traced value() {
        return new Traced(text.toString(), runs());
    }
}
