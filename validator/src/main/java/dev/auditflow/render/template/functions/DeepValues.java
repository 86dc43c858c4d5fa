package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoBytes;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.template.Traced;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares and copies values with all that is in them. */
final class DeepValues {
    private static final int MAX_DEPTH = 10_000;

    /** Steps that it takes to look into a map or list. */
    private static final int VISIT = 8;

    private DeepValues() {}

    static boolean contains(FnContext context, List<@Nullable Object> items, @Nullable Object wanted) {
        for (Object item : items) {
            if (equal(context, item, wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Go's {@code reflect.DeepEqual}: a nil list or map is not an empty one, and types must be the same. */
    static boolean equal(FnContext context, @Nullable Object first, @Nullable Object second) {
        return equal(context, first, second, 0);
    }

    private static boolean equal(FnContext context, @Nullable Object first, @Nullable Object second, int depth) {
        Object a = Traced.plain(first);
        Object b = Traced.plain(second);
        if (a instanceof GoMap x && b instanceof GoMap y) {
            visit(context, x.size(), depth);
            return x.typeName().equals(y.typeName())
                    && x.isNil() == y.isNil()
                    && x.keys().equals(y.keys())
                    && x.keys().stream().allMatch(key -> equal(context, x.get(key), y.get(key), depth + 1));
        }
        if (a instanceof GoList x && b instanceof GoList y) {
            visit(context, x.size(), depth);
            boolean same = x.size() == y.size()
                    && x.isNil() == y.isNil()
                    && x.typeName().equals(y.typeName());
            for (int i = 0; same && i < x.size(); i++) {
                same = equal(context, x.get(i), y.get(i), depth + 1);
            }
            return same;
        }
        if (a instanceof GoBytes x && b instanceof GoBytes y) {
            return x.text().equals(y.text());
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x.doubleValue() == y.doubleValue();
        }
        return Objects.equals(a, b);
    }

    /** Charges for a map or list with so many elements, and refuses one that is nested too deeply to be no circle. */
    static void visit(FnContext context, int size, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TemplateException("rendering stopped: a value contains itself or is nested too deeply");
        }
        context.step(VISIT + size);
    }

    static @Nullable Object copy(FnContext context, @Nullable Object value) {
        return copy(context, value, 0);
    }

    private static @Nullable Object copy(FnContext context, @Nullable Object value, int depth) {
        if (value instanceof GoMap map && !map.isNil()) {
            visit(context, map.size(), depth);
            context.hold(2L + map.size());
            return map.copy(entry -> copy(context, entry, depth + 1));
        }
        if (value instanceof GoList list && !list.isNil()) {
            visit(context, list.size(), depth);
            context.hold(list.size() + 1L);
            List<@Nullable Object> items = list.tracedItems().stream()
                    .<@Nullable Object>map(
                            item -> Traced.of(copy(context, Traced.plain(item), depth + 1), Traced.trace(item)))
                    .toList();
            return GoList.of(list.elementType(), items).withCapacity(list.capacity());
        }
        return value;
    }
}
