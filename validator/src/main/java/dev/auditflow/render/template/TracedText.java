package dev.auditflow.render.template;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text that is being written, and who wrote each stretch of it. Functions that make text out of values write it here,
 * so that each part of the result still knows where it comes from.
 */
public final class TracedText {
    private static final int[] NONE = {};
    private static final Writer[] NO_WRITERS = {};
    private static final @Nullable Frame[] NO_FRAMES = {};

    private static final int COUNT_EVERY = 1 << 16;

    /** Append here, then claim what was appended. */
    final StringBuilder text = new StringBuilder();

    /** Where the template at work was called from. */
    @Nullable
    Frame frame;

    private final Node node;
    private final @Nullable FnContext context;
    private int counted;
    private int[] starts = NONE;
    private int[] skips = NONE;
    private Writer[] writers = NO_WRITERS;
    private @Nullable Frame[] frames = NO_FRAMES;
    private int count;
    private int claimed;

    TracedText(Node node, @Nullable Frame frame) {
        this(node, frame, null);
    }

    /** A text that counts what is made while it grows; null for one that is counted by who writes it. */
    TracedText(Node node, @Nullable Frame frame, @Nullable FnContext context) {
        this.node = node;
        this.frame = frame;
        this.context = context;
    }

    /** An empty text that nobody asks where it comes from. */
    public static TracedText untraced() {
        return new TracedText(CommandNode.EMPTY, null);
    }

    /** An empty text for the result of the function that is being called. */
    public static TracedText of(FnContext context) {
        return State.of(context).text(context);
    }

    /** Length of what was written so far. */
    public int length() {
        return text.length();
    }

    /** Appends what the function itself adds and nobody computed: a separator, a quote, indentation. */
    public void literal(String part) {
        append(part, node.writer(null));
    }

    /** Appends a part of a string value as it is. */
    public void part(String whole, int from, int to, @Nullable Trace trace) {
        append(whole, from, to, trace, node);
    }

    /**
     * Appends a value in the notation of some format, or what goes with it: its key, its quotes. All of that counts as
     * written by who wrote the value.
     */
    public void noted(String part, @Nullable Trace trace) {
        if (!(trace instanceof Runs runs) || runs.count() == 0) {
            append(part, node.writer(trace));
            return;
        }
        text.append(part);
        if (text.length() > claimed) {
            add(claimed, 0, runs.one(), runs.frame(0));
            claimed = text.length();
        }
    }

    /** Appends what was computed from a value. */
    public void computed(String part, @Nullable Trace trace) {
        append(part, node.computed(trace));
    }

    /** Takes a line feed from the end, if there is one. */
    public void chomp() {
        int last = text.length() - 1;
        if (last >= 0 && text.charAt(last) == '\n') {
            text.setLength(last);
            claimed = last;
            if (count > 0 && starts[count - 1] >= last) {
                count--;
            }
        }
    }

    /** Attributes everything that was appended since the last claim to one writer. */
    void claim(Writer writer) {
        if (text.length() > claimed) {
            add(claimed, 0, writer, frame);
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
            int cut = Math.max(from - runs.start(i), 0);
            add(runs.start(i) + cut + shift, runs.skip(i) + cut, runs.writer(i), runs.frame(i));
        }
        claimed = text.length();
    }

    /** Appends a part of a string that has any trace; the node is the one that prints it. */
    void append(String whole, int from, int to, @Nullable Trace trace, Node by) {
        if (trace instanceof Runs runs && runs.count() > 0) {
            append(whole, from, to, runs);
        } else {
            text.append(whole, from, to);
            claim(by.writer(trace));
        }
    }

    /** Something was cut off before the text: its first run is no longer as it was printed. */
    void cutStart() {
        if (count > 0) {
            writers[0] = writers[0].computed();
        }
    }

    /** Something was cut off after the text. */
    void cutEnd() {
        if (count > 0) {
            writers[count - 1] = writers[count - 1].computed();
        }
    }

    private void add(int start, int skip, Writer writer, @Nullable Frame by) {
        if (context != null && text.length() - counted > COUNT_EVERY) {
            context.produce(text.length() - counted);
            counted = text.length();
        }
        if (count > 0 && writers[count - 1].same(writer) && sameFrame(frames[count - 1], by)) {
            return;
        }
        if (count == starts.length) {
            int size = Math.max(4, count * 2);
            starts = Arrays.copyOf(starts, size);
            skips = Arrays.copyOf(skips, size);
            writers = Arrays.copyOf(writers, size);
            frames = Arrays.copyOf(frames, size);
        }
        starts[count] = start;
        skips[count] = skip;
        frames[count] = by;
        writers[count++] = writer;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean sameFrame(@Nullable Frame a, @Nullable Frame b) {
        return a == b;
    }

    Runs runs() {
        return new Runs(starts, skips, writers, frames, count);
    }

    /** The text alone. */
    @Override
    public String toString() {
        return text.toString();
    }

    /** The text as a value of the evaluator. */
    public Traced value() {
        return new Traced(text.toString(), runs());
    }
}
