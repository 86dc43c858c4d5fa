package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions of Sprig that choose or carry values without looking into them; the values keep where they come from. */
final class TracedValues {
    private static final String ANYTHING = "func(...interface {}) interface {}";

    private TracedValues() {}

    static List<Fn> functions() {
        return List.of(
                Fn.aware("default", "func(interface {}, ...interface {}) interface {}", (context, args) -> {
                    return args.size() > 1 && GoTypes.truth(args.get(1)) ? args.get(1) : args.getFirst();
                }),
                Fn.aware("coalesce", ANYTHING, (context, args) -> coalesce(args)),
                Fn.aware("ternary", "func(interface {}, interface {}, bool) interface {}", (context, args) -> {
                    return Boolean.TRUE.equals(Traced.plain(args.get(2))) ? args.get(0) : args.get(1);
                }),
                Fn.aware("list", "func(...interface {}) []interface {}", (context, args) -> GoList.of(args)),
                Fn.aware("tuple", "func(...interface {}) []interface {}", (context, args) -> GoList.of(args)),
                Fn.aware("dict", "func(...interface {}) map[string]interface {}", (context, args) -> dict(args)),
                Fn.aware(
                        "set",
                        "func(map[string]interface {}, string, interface {}) map[string]interface {}",
                        (context, args) -> set(args)),
                Fn.aware(
                        "get",
                        "func(map[string]interface {}, string) interface {}",
                        (context, args) -> get(args.get(0), String.valueOf(Traced.plain(args.get(1))))));
    }

    private static @Nullable Object coalesce(List<@Nullable Object> args) {
        for (Object arg : args) {
            if (GoTypes.truth(arg)) {
                return arg;
            }
        }
        return null;
    }

    private static GoMap dict(List<@Nullable Object> args) {
        GoMap dict = new GoMap();
        for (int i = 0; i < args.size(); i += 2) {
            Object key = Traced.plain(args.get(i));
            String name = key instanceof GoBytes bytes ? bytes.text() : GoFormat.print(key);
            put(dict, name, i + 1 < args.size() ? args.get(i + 1) : "", args.get(i));
        }
        return dict;
    }

    /** An entry without a trace of its own was written by who wrote its key. */
    private static void put(GoMap map, String name, @Nullable Object value, @Nullable Object key) {
        Trace own = Traced.trace(value);
        map.put(name, Traced.plain(value), own == null ? Traced.trace(key) : own);
    }

    private static @Nullable Object set(List<@Nullable Object> args) {
        if (Traced.plain(args.getFirst()) instanceof GoMap map) {
            put(map, String.valueOf(Traced.plain(args.get(1))), args.get(2), args.get(1));
        }
        return args.getFirst();
    }

    private static @Nullable Object get(@Nullable Object container, String key) {
        if (Traced.plain(container) instanceof GoMap map && map.containsKey(key)) {
            return Traced.of(map.get(key), Trace.inherit(map.trace(key), Traced.trace(container)));
        }
        return "";
    }
}
