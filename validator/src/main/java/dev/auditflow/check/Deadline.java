package dev.auditflow.check;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * The moment by which the thread's work must be done, where somebody waits for the answer: an admission review. Work that
 * has none is bounded by its own limits alone.
 */
public final class Deadline {
    /** As {@link System#nanoTime()} gives it. */
    private static final ScopedValue<Long> END = ScopedValue.newInstance();

    private Deadline() {}

    /**
     * Does the work with a deadline.
     *
     * @param end as {@link System#nanoTime()} gives it
     */
    public static <T> T within(long end, Callable<T> work) throws Exception {
        return ScopedValue.where(END, end).call(work::call);
    }

    /** What is left, at most {@code limit} and never less than nothing. */
    public static Duration left(Duration limit) {
        if (!END.isBound()) {
            return limit;
        }
        Duration left = Duration.ofNanos(Math.max(0, END.get() - System.nanoTime()));
        return left.compareTo(limit) < 0 ? left : limit;
    }
}
