package dev.auditflow.render.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Go slice. Never changed after it was made: Go functions of templates give new slices. */
public final class GoList {
    /** Type of the elements of a list in values. */
    public static final String ANY = "interface {}";

    private final String typeName;
    private final String elementType;
    private final Methods methods;
    private final List<@Nullable Object> items;
    private final List<@Nullable Trace> traces;
    private final int capacity;
    private final boolean nil;

    private GoList(
            String typeName,
            String elementType,
            Methods methods,
            List<@Nullable Object> items,
            List<@Nullable Trace> traces,
            int capacity,
            boolean nil) {
        this.typeName = typeName;
        this.elementType = elementType;
        this.methods = methods;
        this.items = items;
        this.traces = traces;
        this.capacity = capacity;
        this.nil = nil;
    }

    /** A {@code []interface {}} of some values; of traced values the traces are kept. */
    public static GoList of(List<? extends @Nullable Object> values) {
        return of(ANY, values);
    }

    /** A slice with elements of a type, as {@code %T} prints it; of traced values the traces are kept. */
    public static GoList of(String elementType, List<? extends @Nullable Object> values) {
        List<@Nullable Object> items = new ArrayList<>(values.size());
        List<@Nullable Trace> traces = List.of();
        for (Object value : values) {
            Trace trace = Traced.trace(value);
            if (trace != null && traces.isEmpty()) {
                traces = new ArrayList<>(Collections.nCopies(values.size(), null));
            }
            if (trace != null) {
                traces.set(items.size(), trace);
            }
            items.add(Traced.plain(value));
        }
        return new GoList("[]" + elementType, elementType, Methods.none(), items, traces, items.size(), false);
    }

    /** A {@code []interface {}} that was made by appending one by one. */
    public static GoList appended(List<? extends @Nullable Object> values) {
        return of(values).grown(0);
    }

    /** A nil slice. */
    public static GoList nil(String elementType) {
        return new GoList("[]" + elementType, elementType, Methods.none(), List.of(), List.of(), 0, true);
    }

    /** The same slice seen as a named type with methods. */
    public GoList as(String otherType, Methods otherMethods) {
        return new GoList(otherType, elementType, otherMethods, items, traces, capacity, nil);
    }

    /** The same slice with room for more elements, as {@code append} leaves behind; {@code slice} can reach into it. */
    public GoList withCapacity(int newCapacity) {
        return new GoList(typeName, elementType, methods, items, traces, Math.max(newCapacity, items.size()), nil);
    }

    /** The same slice with the room that appending one by one to an empty slice with some room leaves. */
    public GoList grown(int room) {
        return withCapacity(GoGrowth.oneByOne(size(), room));
    }

    /** The same slice with the room that one append leaves which brought it here from a full slice of a size. */
    public GoList appendedTo(int before) {
        return size() == before ? this : withCapacity(GoGrowth.atOnce(size(), before));
    }

    public String typeName() {
        return typeName;
    }

    /** Type of the elements as {@code %T} prints it. */
    public String elementType() {
        return elementType;
    }

    public Methods methods() {
        return methods;
    }

    public boolean isNil() {
        return nil;
    }

    public int size() {
        return items.size();
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** Go's {@code cap}. */
    public int capacity() {
        return capacity;
    }

    public @Nullable Object get(int index) {
        return items.get(index);
    }

    /** Where an element comes from; null when not known. */
    public @Nullable Trace trace(int index) {
        return index < traces.size() ? traces.get(index) : null;
    }

    /** An element with its trace, for building another list or map. */
    public @Nullable Object traced(int index) {
        return Traced.of(items.get(index), trace(index));
    }

    /** The elements without traces; not to be changed. */
    public List<@Nullable Object> items() {
        return Collections.unmodifiableList(items);
    }

    /** The elements with their traces, for building another list. */
    public List<@Nullable Object> tracedItems() {
        if (traces.isEmpty()) {
            return items();
        }
        List<@Nullable Object> all = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            all.add(traced(i));
        }
        return all;
    }
}
