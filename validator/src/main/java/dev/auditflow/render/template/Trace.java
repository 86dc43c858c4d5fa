package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** Where a value comes from: an entry of the values, the runs of a text, or a computation over other traces. */
public sealed interface Trace permits Source, Runs, Derived {
    /** Whether some values entry was read to make the value. */
    boolean readsValues();

    /**
     * The trace of a value that was read from a part of a text.
     *
     * @param same whether the value is that part, character for character
     */
    static @Nullable Trace ofPart(@Nullable Trace text, int from, int to, boolean same) {
        if (!(text instanceof Runs runs) || runs.count() == 0) {
            return text == null ? null : Derived.from(text);
        }
        Runs part = runs.part(from, to);
        return same || part.count() == 1 ? part : Runs.of(part.one(), part.frame(0));
    }

    /** The trace of an entry; without one of its own it counts as computed from its container, if that is known. */
    static @Nullable Trace inherit(@Nullable Trace own, @Nullable Trace container) {
        boolean known = container != null && (container.readsValues() || !(container instanceof Runs));
        return own != null || !known ? own : Derived.from(container);
    }
}
