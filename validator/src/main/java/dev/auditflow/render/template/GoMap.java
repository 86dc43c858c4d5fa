package dev.auditflow.render.template;

import dev.auditflow.go.GoText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A Go map with string keys. It is mutable, as Go maps are: two references see the same entries. Iterates by key. */
public final class GoMap {
    /** The type of a map in values. */
    public static final String ANY = "map[string]interface {}";

    private static final class Entries {
        private final Map<String, Slot> slots = new HashMap<>();
        private @Nullable List<String> sorted;
        private @Nullable KeyReads reads;
    }

    /** The reads are those of a values key; null for any other entry, and when nobody asks. */
    private record Slot(
            @Nullable Object value,
            @Nullable Trace trace,
            @Nullable KeyReads reads) {}

    private final String typeName;
    private final String elementType;
    private final Methods methods;
    private final boolean nil;
    private final Entries entries;

    private GoMap(String typeName, String elementType, Methods methods, boolean nil, Entries entries) {
        this.typeName = typeName;
        this.elementType = elementType;
        this.methods = methods;
        this.nil = nil;
        this.entries = entries;
    }

    /** An empty {@code map[string]interface {}}. */
    public GoMap() {
        this(ANY, "interface {}", Methods.none(), false, new Entries());
    }

    /** An empty map of a type, such as {@code map[string]string} with elements {@code string}. */
    public GoMap(String typeName, String elementType) {
        this(typeName, elementType, Methods.none(), false, new Entries());
    }

    /** An empty map of a named type with methods. */
    public GoMap(String typeName, String elementType, Methods methods) {
        this(typeName, elementType, methods, false, new Entries());
    }

    /** A nil map of a type. */
    public static GoMap nil(String typeName, String elementType) {
        return new GoMap(typeName, elementType, Methods.none(), true, new Entries());
    }

    /** The same entries seen as another type with the same elements. */
    public GoMap as(String otherType) {
        return otherType.equals(typeName) ? this : new GoMap(otherType, elementType, Methods.none(), nil, entries);
    }

    /** The same entries seen as another type with methods. */
    public GoMap as(String otherType, Methods otherMethods) {
        return new GoMap(otherType, elementType, otherMethods, nil, entries);
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
        return entries.slots.size();
    }

    public boolean isEmpty() {
        return entries.slots.isEmpty();
    }

    /** Whether there is an entry; asking counts as reading it. */
    public boolean containsKey(String key) {
        return slot(key) != null;
    }

    /** The value of a key; null for nil and for a key that is not there. */
    public @Nullable Object get(String key) {
        Slot slot = slot(key);
        return slot == null ? null : slot.value;
    }

    /** As {@link #get}, for what only moves the value on: it does not count as reading it. */
    public @Nullable Object peek(String key) {
        Slot slot = entries.slots.get(key);
        return slot == null ? null : slot.value;
    }

    private @Nullable Slot slot(String key) {
        Slot slot = entries.slots.get(key);
        if (slot == null) {
            if (entries.reads != null) {
                entries.reads.at(key).read();
            }
        } else if (slot.reads != null) {
            slot.reads.read();
        }
        return slot;
    }

    /** Where the value of a key comes from; null when not known. */
    public @Nullable Trace trace(String key) {
        Slot slot = entries.slots.get(key);
        return slot == null ? null : slot.trace;
    }

    /** Sets an entry; of a traced value the trace is kept. */
    public void put(String key, @Nullable Object value) {
        put(key, Traced.plain(value), Traced.trace(value));
    }

    /**
     * Sets an entry and where it comes from.
     *
     * @throws TemplateException when the map is nil, in Go's words
     */
    public void put(String key, @Nullable Object value, @Nullable Trace trace) {
        if (nil) {
            throw new TemplateException("assignment to entry in nil map");
        }
        put(key, new Slot(value, trace, null));
    }

    private void put(String key, Slot slot) {
        if (entries.slots.put(key, slot) == null) {
            entries.sorted = null;
        }
    }

    /** Sets an entry as it is in another map, which has it. Whoever reads it here reads it there. */
    public void take(String key, GoMap from) {
        if (nil) {
            throw new TemplateException("assignment to entry in nil map");
        }
        put(key, Objects.requireNonNull(from.entries.slots.get(key)));
    }

    /** Tells from now on which entries are read; for maps of values, before anybody reads them. */
    public void record(KeyReads reads) {
        entries.reads = reads;
        entries.slots.replaceAll((key, slot) -> new Slot(slot.value, slot.trace, reads.at(key)));
    }

    /** Takes an entry away; nothing happens when it is not there. */
    public void remove(String key) {
        if (entries.slots.remove(key) != null) {
            entries.sorted = null;
        }
    }

    /** The keys in Go's order. A snapshot: later changes of the map do not show in it. */
    public List<String> keys() {
        List<String> sorted = entries.sorted;
        if (sorted == null) {
            sorted = new ArrayList<>(entries.slots.keySet());
            sorted.sort(GoText::compare);
            sorted = Collections.unmodifiableList(sorted);
            entries.sorted = sorted;
        }
        return sorted;
    }

    /** A map of the same type with the same entries and traces; values are shared. */
    public GoMap copy() {
        Entries copied = new Entries();
        copied.slots.putAll(entries.slots);
        copied.sorted = entries.sorted;
        copied.reads = entries.reads;
        return new GoMap(typeName, elementType, methods, false, copied);
    }

    /** A map of the same type with the same keys and traces, and what becomes of each value. */
    public GoMap copy(UnaryOperator<@Nullable Object> change) {
        GoMap copied = copy();
        copied.entries.slots.replaceAll((key, slot) -> new Slot(change.apply(slot.value), slot.trace, slot.reads));
        return copied;
    }
}
