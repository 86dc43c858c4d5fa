package dev.auditflow.render.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The trace of a value that was computed. Sources are collected only when somebody asks. */
public final class Derived implements Trace {
    /** Computed from nothing in the values. */
    public static final Derived NOTHING = new Derived(List.of(), 0);

    /** More sources than this are not kept for one value: a checksum of a whole file reads hundreds. */
    static final int MAX_SOURCES = 64;

    private static final int MAX_DEPTH = 32;

    private final List<Trace> parents;
    private final int depth;

    private Derived(List<Trace> parents, int depth) {
        this.parents = parents;
        this.depth = depth;
    }

    /** Computed from values with these traces; nulls are allowed and stand for values that come from nowhere known. */
    public static Derived of(Iterable<? extends @Nullable Object> values) {
        List<Trace> parents = new ArrayList<>(2);
        int depth = 0;
        for (Object value : values) {
            Trace trace = value instanceof Trace own ? own : Traced.trace(value);
            if (trace != null && trace.readsValues()) {
                parents.add(trace);
                depth = Math.max(depth, trace instanceof Derived derived ? derived.depth + 1 : 1);
            }
        }
        if (parents.isEmpty()) {
            return NOTHING;
        }
        if (parents.size() == 1 && parents.getFirst() instanceof Derived only) {
            return only;
        }
        Derived made = new Derived(parents, depth);
        return depth < MAX_DEPTH ? made : new Derived(List.copyOf(made.sources()), 1);
    }

    /** Computed from one value; nothing when the trace is null. */
    public static Derived from(@Nullable Trace trace) {
        return trace == null ? NOTHING : of(List.of(trace));
    }

    @Override
    public boolean readsValues() {
        return !parents.isEmpty();
    }

    /** The values entries that were read, in order of reading; at most {@value #MAX_SOURCES}. */
    public List<Source> sources() {
        Set<Source> into = new LinkedHashSet<>();
        collect(this, into);
        return List.copyOf(into);
    }

    /** The sources of any trace. */
    static List<Source> sources(@Nullable Trace trace) {
        return switch (trace) {
            case null -> List.of();
            case Source source -> List.of(source);
            case Derived derived -> derived.sources();
            case Runs runs -> from(runs).sources();
        };
    }

    private static void collect(Trace trace, Set<Source> into) {
        if (into.size() >= MAX_SOURCES) {
            return;
        }
        switch (trace) {
            case Source source -> into.add(source);
            case Derived derived -> derived.parents.forEach(parent -> collect(parent, into));
            case Runs runs -> {
                for (int i = 0; i < runs.count() && into.size() < MAX_SOURCES; i++) {
                    Trace read = runs.writer(i).read();
                    if (read != null) {
                        collect(read, into);
                    }
                }
            }
        }
    }
}
