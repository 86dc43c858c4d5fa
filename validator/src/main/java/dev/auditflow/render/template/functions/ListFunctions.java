package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.Func;
import dev.auditflow.render.template.GoBytes;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoTypes;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.template.Traced;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sprig's functions of lists. Elements keep where they come from. Lists are never changed: each function makes a new one. */
final class ListFunctions {
    private static final String ANY = "interface {}";
    private static final String LIST = "[]interface {}";

    private ListFunctions() {}

    static List<Fn> functions() {
        List<Fn> all = new ArrayList<>();
        both(all, "first", ANY, ANY, (c, a) -> {
            List<@Nullable Object> items = Elements.of(a.get(0), "Cannot find first on type");
            return items.isEmpty() ? null : items.getFirst();
        });
        both(all, "last", ANY, ANY, (c, a) -> {
            List<@Nullable Object> items = Elements.of(a.get(0), "Cannot find last on type");
            return items.isEmpty() ? null : items.getLast();
        });
        both(all, "rest", ANY, LIST, (c, a) -> {
            List<@Nullable Object> items = Elements.of(a.get(0), "Cannot find rest on type");
            return items.isEmpty() ? GoList.nil(GoList.ANY) : GoList.of(items.subList(1, items.size()));
        });
        both(all, "initial", ANY, LIST, (c, a) -> {
            List<@Nullable Object> items = Elements.of(a.get(0), "Cannot find initial on type");
            return items.isEmpty() ? GoList.nil(GoList.ANY) : GoList.of(items.subList(0, items.size() - 1));
        });
        for (String name : List.of("append", "push")) {
            both(all, name, "interface {}, interface {}", LIST, (c, a) -> {
                List<@Nullable Object> items = new ArrayList<>(Elements.of(a.get(0), "Cannot push on type"));
                int size = items.size();
                items.add(a.get(1));
                return GoList.of(items).appendedTo(size);
            });
        }
        both(all, "prepend", "interface {}, interface {}", LIST, (c, a) -> {
            List<@Nullable Object> items = new ArrayList<>(Elements.of(a.get(0), "Cannot prepend on type"));
            items.addFirst(a.get(1));
            return GoList.of(items).appendedTo(1);
        });
        both(all, "reverse", ANY, LIST, (c, a) -> {
            List<@Nullable Object> items = new ArrayList<>(Elements.of(a.get(0), "Cannot find reverse on type"));
            Collections.reverse(items);
            return GoList.of(items);
        });
        both(all, "uniq", ANY, LIST, (c, a) -> {
            List<@Nullable Object> kept = new ArrayList<>();
            for (Object item : Elements.of(a.get(0), "Cannot find uniq on type")) {
                c.step(kept.size());
                if (!DeepValues.contains(c, kept, item)) {
                    kept.add(item);
                }
            }
            return GoList.appended(kept);
        });
        both(all, "without", "interface {}, ...interface {}", LIST, (c, a) -> {
            List<@Nullable Object> kept = new ArrayList<>(Elements.of(a.get(0), "Cannot find without on type"));
            List<@Nullable Object> unwanted = a.subList(1, a.size());
            c.step((long) kept.size() * unwanted.size());
            kept.removeIf(item -> DeepValues.contains(c, unwanted, item));
            return GoList.appended(kept);
        });
        both(all, "compact", ANY, LIST, (c, a) -> {
            List<@Nullable Object> kept = new ArrayList<>(Elements.of(a.get(0), "Cannot compact on type"));
            kept.removeIf(item -> !GoTypes.truth(item));
            return GoList.appended(kept);
        });
        both(all, "has", "interface {}, interface {}", "bool", (c, a) -> {
            if (a.get(1) == null) {
                return false;
            }
            List<@Nullable Object> items = Elements.of(a.get(1), "Cannot find has on type");
            c.step(items.size());
            return DeepValues.contains(c, items, a.get(0));
        });
        both(all, "slice", "interface {}, ...interface {}", ANY, (c, a) -> slice(a));
        both(all, "chunk", "int, interface {}", "[][]interface {}", (c, a) -> {
            List<@Nullable Object> items = Elements.of(a.get(1), "Cannot chunk type");
            return chunks(items, Casts.toLong(a.get(0)));
        });
        all.add(new Fn("concat", "func(...interface {}) interface {}", (c, a) -> {
            List<@Nullable Object> items = new ArrayList<>();
            for (Object list : a) {
                items.addAll(concatenable(list));
                c.step(items.size());
            }
            return items.isEmpty() ? GoList.nil(GoList.ANY) : GoList.appended(items);
        }));
        return all;
    }

    /** A function under its name and, with an error result, under its name after "must". */
    private static void both(List<Fn> into, String name, String parameters, String result, Func body) {
        String must = "must" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        into.add(new Fn(name, "func(" + parameters + ") " + result, body));
        into.add(new Fn(must, "func(" + parameters + ") (" + result + ", error)", body));
    }

    private static List<@Nullable Object> concatenable(@Nullable Object value) {
        if (value != null && !(value instanceof GoList) && !(value instanceof GoBytes)) {
            throw new TemplateException("Cannot concat type " + GoTypes.kindOf(value) + " as list");
        }
        return Elements.of(value, "");
    }

    private static @Nullable Object slice(List<@Nullable Object> args) {
        Object value = args.getFirst();
        List<@Nullable Object> items = Elements.of(value, "list should be type of slice or array but");
        if (items.isEmpty()) {
            return null;
        }
        long start = args.size() > 1 ? Casts.toLong(args.get(1)) : 0;
        long end = args.size() > 2 ? Casts.toLong(args.get(2)) : items.size();
        GoList list = Traced.plain(value) instanceof GoList own ? own : GoList.of("uint8", items);
        if (start < 0 || end < start || end > list.capacity()) {
            throw new TemplateException("reflect.Value.Slice: slice index out of bounds");
        }
        List<@Nullable Object> part = new ArrayList<>();
        for (long i = start; i < end; i++) {
            part.add(i < items.size() ? items.get((int) i) : GoTypes.zero(list.elementType()));
        }
        return GoList.of(list.elementType(), part).withCapacity((int) (list.capacity() - start));
    }

    /** Goes through floating point, as Sprig does, so that sizes of zero and below end as they do there. */
    private static GoList chunks(List<@Nullable Object> items, long size) {
        int length = items.size();
        double count = Math.floor((length - 1) / (double) size) + 1;
        if (Double.isNaN(count) || Double.isInfinite(count) || count < 0) {
            throw new TemplateException("runtime error: makeslice: len out of range");
        }
        List<@Nullable Object> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long wanted = size;
            if (i == (int) count - 1) {
                long left = length % size;
                wanted = left == 0 ? size : left;
            }
            if (wanted < 0) {
                throw new TemplateException("runtime error: makeslice: len out of range");
            }
            int from = (int) (i * size);
            chunks.add(GoList.of(items.subList(from, (int) (from + wanted))));
        }
        return GoList.of(LIST, chunks);
    }
}
