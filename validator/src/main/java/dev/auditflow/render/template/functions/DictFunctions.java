package dev.auditflow.render.template.functions;

import static dev.auditflow.render.template.functions.StringFunctions.text;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoTypes;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.template.Traced;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sprig's functions of dicts. Entries keep where they come from. */
final class DictFunctions {
    private static final String DICT = GoMap.ANY;
    private static final String MERGES = "func(" + DICT + ", ..." + DICT + ") ";

    private DictFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("hasKey", "func(" + DICT + ", string) bool", (c, a) -> {
                    return a.get(0) instanceof GoMap map && map.containsKey(text(a, 1));
                }),
                new Fn("keys", "func(..." + DICT + ") []string", (c, a) -> {
                    List<String> keys = new ArrayList<>();
                    a.forEach(map -> keys.addAll(map instanceof GoMap dict ? read(dict) : List.of()));
                    return StringFunctions.strings(keys).grown(0);
                }),
                new Fn("values", "func(" + DICT + ") []interface {}", (c, a) -> {
                    List<@Nullable Object> values = new ArrayList<>();
                    if (a.get(0) instanceof GoMap map) {
                        map.keys().forEach(key -> values.add(traced(map, key)));
                    }
                    return GoList.appended(values);
                }),
                new Fn("unset", "func(" + DICT + ", string) " + DICT, (c, a) -> {
                    if (a.get(0) instanceof GoMap map) {
                        map.remove(text(a, 1));
                    }
                    return a.get(0);
                }),
                new Fn("pluck", "func(string, ..." + DICT + ") []interface {}", (c, a) -> {
                    List<@Nullable Object> found = new ArrayList<>();
                    for (Object dict : a.subList(1, a.size())) {
                        if (dict instanceof GoMap map && map.containsKey(text(a, 0))) {
                            found.add(traced(map, text(a, 0)));
                        }
                    }
                    return GoList.appended(found);
                }),
                new Fn("pick", "func(" + DICT + ", ...string) " + DICT, (c, a) -> picked(a, true)),
                new Fn("omit", "func(" + DICT + ", ...string) " + DICT, (c, a) -> picked(a, false)),
                new Fn("dig", "func(...interface {}) (interface {}, error)", (c, a) -> dig(a)),
                new Fn("merge", MERGES + GoList.ANY, (c, a) -> merged(c, a, false)),
                new Fn("mustMerge", MERGES + "(interface {}, error)", (c, a) -> merged(c, a, false)),
                new Fn("mergeOverwrite", MERGES + GoList.ANY, (c, a) -> merged(c, a, true)),
                new Fn("mustMergeOverwrite", MERGES + "(interface {}, error)", (c, a) -> merged(c, a, true)),
                new Fn("deepCopy", "func(interface {}) interface {}", (c, a) -> copied(c, a.get(0))),
                new Fn("mustDeepCopy", "func(interface {}) (interface {}, error)", (c, a) -> {
                    return copied(c, a.get(0));
                }));
    }

    private static @Nullable Object copied(FnContext context, @Nullable Object value) {
        if (value == null) {
            throw new TemplateException("reflect: call of reflect.Value.Type on zero Value");
        }
        return DeepValues.copy(context, value);
    }

    /** The keys, which are used as values here. */
    private static List<String> read(GoMap map) {
        map.keys().forEach(map::get);
        return map.keys();
    }

    private static @Nullable Object traced(GoMap map, String key) {
        return Traced.of(map.get(key), map.trace(key));
    }

    private static GoMap picked(List<@Nullable Object> args, boolean named) {
        GoMap kept = new GoMap();
        if (args.getFirst() instanceof GoMap map) {
            Set<String> names =
                    args.subList(1, args.size()).stream().map(Casts::toText).collect(Collectors.toSet());
            for (String key : map.keys()) {
                if (names.contains(key) == named) {
                    kept.take(key, map);
                }
            }
        }
        return kept;
    }

    /** Follows keys into dicts; where one is missing, the value before the dict stands in. */
    private static @Nullable Object dig(List<@Nullable Object> args) {
        int count = args.size() - 2;
        if (count < 1) {
            throw new TemplateException("dig needs at least three arguments");
        }
        Object found = args.getLast();
        dict(found);
        for (int i = 0; i < count; i++) {
            if (!(args.get(i) instanceof String)) {
                throw wrongType(args.get(i), "string");
            }
        }
        for (int i = 0; i < count; i++) {
            GoMap map = dict(Traced.plain(found));
            String key = text(args, i);
            if (!map.containsKey(key)) {
                return args.get(count);
            }
            found = traced(map, key);
        }
        return found;
    }

    private static GoMap dict(@Nullable Object value) {
        if (value instanceof GoMap map && map.typeName().equals(DICT)) {
            return map;
        }
        throw wrongType(value, DICT);
    }

    private static TemplateException wrongType(@Nullable Object value, String wanted) {
        String type = value == null ? "nil" : GoTypes.nameOf(value);
        return new TemplateException("interface conversion: interface {} is " + type + ", not " + wanted);
    }

    private static GoMap merged(FnContext context, List<@Nullable Object> args, boolean overwrite) {
        GoMap into = args.getFirst() instanceof GoMap map ? map : new GoMap();
        for (Object other : args.subList(1, args.size())) {
            if (other instanceof GoMap from && !from.isNil()) {
                into = into.isNil() ? new GoMap() : into;
                merge(context, into, from, overwrite, 0);
            }
        }
        return into;
    }

    /** As mergo does it: what is missing or empty is set, anything else only by overwriting; dicts are merged inside. */
    private static void merge(FnContext context, GoMap into, GoMap from, boolean overwrite, int depth) {
        DeepValues.visit(context, from.size(), depth);
        for (String key : from.keys()) {
            Object value = from.peek(key);
            Object present = into.peek(key);
            if (value == null) {
                if (overwrite) {
                    into.take(key, from);
                }
                continue;
            }
            if (value instanceof GoMap source && present instanceof GoMap target && !target.isNil()) {
                merge(context, target, source, overwrite, depth + 1);
                if (!target.isEmpty()) {
                    continue;
                }
            }
            if (overwrite || !GoTypes.truth(present)) {
                into.take(key, from);
            }
        }
    }
}
