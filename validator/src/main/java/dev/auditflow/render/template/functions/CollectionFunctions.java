package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sprig's functions of lists and dicts. */
final class CollectionFunctions {
    private static final String DICT = "map[string]interface {}";

    private CollectionFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("hasKey", "func(" + DICT + ", string) bool", (c, a) -> {
                    return a.get(0) instanceof GoMap map && map.containsKey(StringFunctions.text(a, 1));
                }),
                new Fn("keys", "func(..." + DICT + ") []string", (c, a) -> {
                    List<String> keys = new ArrayList<>();
                    a.forEach(map -> keys.addAll(map instanceof GoMap dict ? dict.keys() : List.of()));
                    return StringFunctions.strings(keys);
                }),
                new Fn("unset", "func(" + DICT + ", string) " + DICT, (c, a) -> {
                    if (a.get(0) instanceof GoMap map) {
                        map.remove(StringFunctions.text(a, 1));
                    }
                    return a.get(0);
                }),
                new Fn("pick", "func(" + DICT + ", ...string) " + DICT, (c, a) -> picked(a, true)),
                new Fn("omit", "func(" + DICT + ", ...string) " + DICT, (c, a) -> picked(a, false)),
                new Fn("merge", "func(" + DICT + ", ..." + DICT + ") interface {}", (c, a) -> merged(a, false)),
                new Fn("mergeOverwrite", "func(" + DICT + ", ..." + DICT + ") interface {}", (c, a) -> merged(a, true)),
                new Fn("deepCopy", "func(interface {}) interface {}", (c, a) -> copy(a.get(0))),
                new Fn(
                        "first",
                        "func(interface {}) interface {}",
                        (c, a) -> items(a.get(0)).isEmpty()
                                ? null
                                : items(a.get(0)).getFirst()),
                new Fn(
                        "last",
                        "func(interface {}) interface {}",
                        (c, a) -> items(a.get(0)).isEmpty()
                                ? null
                                : items(a.get(0)).getLast()),
                new Fn("rest", "func(interface {}) []interface {}", (c, a) -> {
                    List<@Nullable Object> items = items(a.get(0));
                    return items.isEmpty() ? GoList.nil(GoList.ANY) : GoList.of(items.subList(1, items.size()));
                }),
                new Fn("initial", "func(interface {}) []interface {}", (c, a) -> {
                    List<@Nullable Object> items = items(a.get(0));
                    return items.isEmpty() ? GoList.nil(GoList.ANY) : GoList.of(items.subList(0, items.size() - 1));
                }),
                new Fn("append", "func(interface {}, interface {}) []interface {}", (c, a) -> {
                    List<@Nullable Object> items = new ArrayList<>(items(a.get(0)));
                    items.add(a.get(1));
                    return GoList.of(items);
                }),
                new Fn("prepend", "func(interface {}, interface {}) []interface {}", (c, a) -> {
                    List<@Nullable Object> items = new ArrayList<>(items(a.get(0)));
                    items.addFirst(a.get(1));
                    return GoList.of(items);
                }),
                new Fn("concat", "func(...interface {}) interface {}", (c, a) -> {
                    List<@Nullable Object> items = new ArrayList<>();
                    a.forEach(list -> items.addAll(items(list)));
                    return GoList.of(items);
                }),
                new Fn("reverse", "func(interface {}) []interface {}", (c, a) -> {
                    List<@Nullable Object> items = new ArrayList<>(items(a.get(0)));
                    Collections.reverse(items);
                    return GoList.of(items);
                }),
                new Fn("uniq", "func(interface {}) []interface {}", (c, a) -> {
                    List<@Nullable Object> items = new ArrayList<>();
                    items(a.get(0)).stream().filter(item -> !has(items, item)).forEach(items::add);
                    return GoList.of(items);
                }),
                new Fn("without", "func(interface {}, ...interface {}) []interface {}", (c, a) -> {
                    List<@Nullable Object> items = new ArrayList<>(items(a.get(0)));
                    items.removeIf(item -> has(a.subList(1, a.size()), item));
                    return GoList.of(items);
                }),
                new Fn("has", "func(interface {}, interface {}) bool", (c, a) -> has(items(a.get(1)), a.get(0))),
                new Fn("compact", "func(interface {}) []interface {}", (c, a) -> {
                    return GoList.of(
                            items(a.get(0)).stream().filter(GoTypes::truth).toList());
                }),
                new Fn("empty", "func(interface {}) bool", (c, a) -> !GoTypes.truth(a.get(0))),
                new Fn("kindOf", "func(interface {}) string", (c, a) -> GoTypes.kindOf(a.get(0))),
                new Fn(
                        "kindIs",
                        "func(string, interface {}) bool",
                        (c, a) -> GoTypes.kindOf(a.get(1)).equals(a.get(0))),
                new Fn("typeOf", "func(interface {}) string", (c, a) -> GoTypes.nameOf(a.get(0))),
                new Fn(
                        "typeIs",
                        "func(string, interface {}) bool",
                        (c, a) -> GoTypes.nameOf(a.get(1)).equals(a.get(0))),
                new Fn("deepEqual", "func(interface {}, interface {}) bool", (c, a) -> equal(a.get(0), a.get(1))));
    }

    private static List<@Nullable Object> items(@Nullable Object value) {
        return value instanceof GoList list ? list.items() : List.of();
    }

    private static boolean has(List<@Nullable Object> items, @Nullable Object wanted) {
        return items.stream().anyMatch(item -> equal(item, wanted));
    }

    /** Go's reflect.DeepEqual over the values of templates. */
    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a instanceof GoMap x && b instanceof GoMap y) {
            return x.typeName().equals(y.typeName())
                    && x.keys().equals(y.keys())
                    && x.keys().stream().allMatch(key -> equal(x.get(key), y.get(key)));
        }
        if (a instanceof GoList x && b instanceof GoList y) {
            boolean same = x.size() == y.size() && x.typeName().equals(y.typeName());
            for (int i = 0; same && i < x.size(); i++) {
                same = equal(x.get(i), y.get(i));
            }
            return same;
        }
        return Objects.equals(a, b);
    }

    private static @Nullable Object picked(List<@Nullable Object> args, boolean named) {
        if (!(args.getFirst() instanceof GoMap map)) {
            return args.getFirst();
        }
        Set<String> names =
                args.subList(1, args.size()).stream().map(Casts::toText).collect(Collectors.toSet());
        GoMap kept = new GoMap();
        for (String key : map.keys()) {
            if (names.contains(key) == named) {
                kept.put(key, map.get(key), map.trace(key));
            }
        }
        return kept;
    }

    private static @Nullable Object merged(List<@Nullable Object> args, boolean overwrite) {
        if (args.getFirst() instanceof GoMap into) {
            for (Object other : args.subList(1, args.size())) {
                if (other instanceof GoMap from) {
                    merge(into, from, overwrite);
                }
            }
        }
        return args.getFirst();
    }

    /** As mergo has it: empty values of the target are replaced, empty values of the source never replace. */
    private static void merge(GoMap into, GoMap from, boolean overwrite) {
        for (String key : from.keys()) {
            Object value = from.get(key);
            Object present = into.get(key);
            if (value instanceof GoMap source && present instanceof GoMap target) {
                merge(target, source, overwrite);
            } else if (!into.containsKey(key) || (GoTypes.truth(value) && (overwrite || !GoTypes.truth(present)))) {
                into.put(key, value, from.trace(key));
            }
        }
    }

    static @Nullable Object copy(@Nullable Object value) {
        if (value instanceof GoMap map) {
            GoMap copied = map.copy();
            map.keys().forEach(key -> copied.put(key, copy(map.get(key)), map.trace(key)));
            return copied;
        }
        if (value instanceof GoList list) {
            return GoList.of(
                    list.elementType(),
                    list.items().stream()
                            .<@Nullable Object>map(CollectionFunctions::copy)
                            .toList());
        }
        return value;
    }
}
