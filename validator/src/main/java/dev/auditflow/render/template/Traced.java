package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/**
 * A value on its way through the evaluator, with its trace. Only functions that are declared provenance-aware see it.
 *
 * @param value never itself traced
 */
public record Traced(@Nullable Object value, Trace trace) {
    /** The value without its trace. */
    public static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Traced traced ? traced.value : value;
    }

    /** The trace of a value, null when it has none. */
    public static @Nullable Trace trace(@Nullable Object value) {
        return value instanceof Traced traced ? traced.trace : null;
    }

    /** The value with a trace; the value itself when there is nothing to attach. */
    public static @Nullable Object of(@Nullable Object value, @Nullable Trace trace) {
        return trace == null || value == null ? value : new Traced(plain(value), trace);
    }
}
