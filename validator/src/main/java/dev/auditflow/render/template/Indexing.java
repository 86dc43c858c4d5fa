package dev.auditflow.render.template;

import dev.auditflow.go.GoText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code index} and {@code slice}. Entries keep where they come from. */
final class Indexing {
    private Indexing() {}

    static @Nullable Object index(List<@Nullable Object> args) {
        Object item = args.getFirst();
        if (Traced.plain(item) == null || Traced.plain(item) instanceof Absent) {
            throw new TemplateException("index of untyped nil");
        }
        for (int i = 1; i < args.size(); i++) {
            item = entry(item, Traced.plain(args.get(i)));
        }
        return item;
    }

    private static @Nullable Object entry(@Nullable Object container, @Nullable Object index) {
        Trace trace = Traced.trace(container);
        Object plain = Traced.plain(container);
        return switch (plain) {
            case null -> throw new TemplateException("index of nil pointer");
            case Absent absent -> throw new TemplateException("index of nil pointer");
            case GoMap map -> {
                if (index == null || index instanceof Absent) {
                    throw new TemplateException("value is nil; should be of type string");
                }
                if (!(index instanceof String key)) {
                    throw new TemplateException("value has type " + GoTypes.nameOf(index) + "; should be string");
                }
                yield Fields.entry(map, key, trace);
            }
            case GoList list -> {
                int at = position(index, list.size());
                if (at >= list.size()) {
                    throw new TemplateException("reflect: slice index out of range");
                }
                Object value = Traced.of(list.get(at), Trace.inherit(list.trace(at), trace));
                yield Fields.typed(value, list.elementType().equals(GoList.ANY));
            }
            case GoBytes bytes -> {
                int at = position(index, bytes.size());
                if (at >= bytes.size()) {
                    throw new TemplateException("reflect: slice index out of range");
                }
                yield new Sized("uint8", bytes.at(at));
            }
            case String text -> {
                byte[] bytes = GoText.encode(text);
                int at = position(index, bytes.length);
                if (at >= bytes.length) {
                    throw new TemplateException("reflect: string index out of range");
                }
                yield Traced.of(new Sized("uint8", bytes[at] & 0xff), trace == null ? null : Derived.from(trace));
            }
            default -> throw new TemplateException("can't index item of type " + GoTypes.nameOf(plain));
        };
    }

    /** An index between 0 and a limit, the limit included. */
    private static int position(@Nullable Object index, int limit) {
        if (index == null || index instanceof Absent) {
            throw new TemplateException("cannot index slice/array with nil");
        }
        if (!GoTypes.isInteger(index)) {
            throw new TemplateException("cannot index slice/array with type " + GoTypes.nameOf(index));
        }
        long at = GoTypes.integer(index);
        if (at < 0 || at > limit) {
            throw new TemplateException("index out of range: " + at);
        }
        return (int) at;
    }

    static @Nullable Object slice(FnContext context, List<@Nullable Object> args) {
        Object item = Traced.plain(args.getFirst());
        Trace trace = Traced.trace(args.getFirst());
        if (item == null || item instanceof Absent) {
            throw new TemplateException("slice of untyped nil");
        }
        if (args.size() > 4) {
            throw new TemplateException("too many slice indexes: " + (args.size() - 1));
        }
        if (item instanceof String && args.size() == 4) {
            throw new TemplateException("cannot 3-index slice a string");
        }
        int length = switch (item) {
            case String text -> GoText.length(text);
            case GoList list -> list.size();
            case GoBytes bytes -> bytes.size();
            default -> throw new TemplateException("can't slice item of type " + GoTypes.nameOf(item));
        };
        int capacity = item instanceof GoList list ? list.capacity() : length;
        int[] bounds = {0, length, 0};
        for (int i = 1; i < args.size(); i++) {
            bounds[i - 1] = position(Traced.plain(args.get(i)), capacity);
        }
        if (bounds[0] > bounds[1]) {
            throw new TemplateException("invalid slice index: " + bounds[0] + " > " + bounds[1]);
        }
        if (args.size() == 4 && bounds[1] > bounds[2]) {
            throw new TemplateException("invalid slice index: " + bounds[1] + " > " + bounds[2]);
        }
        return switch (item) {
            case String text -> text(context, text, bounds[0], bounds[1], trace);
            case GoBytes bytes -> new GoBytes(Arrays.copyOfRange(GoText.encode(bytes.text()), bounds[0], bounds[1]));
            case GoList list -> Traced.of(list(list, bounds, args.size() == 4), trace);
            default -> throw new IllegalStateException("checked above");
        };
    }

    private static @Nullable Object text(FnContext context, String text, int from, int to, @Nullable Trace trace) {
        return GoText.isAscii(text)
                ? TracedStrings.part(context, Traced.of(text, trace), from, to)
                : new Traced(GoText.slice(text, from, to), Derived.from(trace));
    }

    private static GoList list(GoList list, int[] bounds, boolean capped) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = bounds[0]; i < bounds[1]; i++) {
            items.add(
                    i < list.size()
                            ? list.traced(i)
                            : GoType.parse(list.elementType()).zero());
        }
        int capacity = (capped ? bounds[2] : list.capacity()) - bounds[0];
        return GoList.of(list.elementType(), items).withCapacity(capacity);
    }
}
