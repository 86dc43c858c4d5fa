package dev.auditflow.render.template;

/** Where a value comes from: an entry of the values, the runs of a text, or a computation over other traces. */
public sealed interface Trace permits Source, Runs, Derived {
    /** Whether some values entry was read to make the value. */
    boolean readsValues();
}
