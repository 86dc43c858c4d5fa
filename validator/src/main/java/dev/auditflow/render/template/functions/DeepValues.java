package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.GoBytes;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.Traced;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares and copies values with all that is in them. */
final class DeepValues {
    private DeepValues() {}

    static boolean contains(List<@Nullable Object> items, @Nullable Object wanted) {
        for (Object item : items) {
            if (equal(item, wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Go's {@code reflect.DeepEqual}: a nil list or map is not an empty one, and types must be the same. */
    static boolean equal(@Nullable Object first, @Nullable Object second) {
        Object a = Traced.plain(first);
        Object b = Traced.plain(second);
        if (a instanceof GoMap x && b instanceof GoMap y) {
            return x.typeName().equals(y.typeName())
                    && x.isNil() == y.isNil()
                    && x.keys().equals(y.keys())
                    && x.keys().stream().allMatch(key -> equal(x.get(key), y.get(key)));
        }
        if (a instanceof GoList x && b instanceof GoList y) {
            boolean same = x.size() == y.size()
                    && x.isNil() == y.isNil()
                    && x.typeName().equals(y.typeName());
            for (int i = 0; same && i < x.size(); i++) {
                same = equal(x.get(i), y.get(i));
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

    static @Nullable Object copy(@Nullable Object value) {
        if (value instanceof GoMap map && !map.isNil()) {
            return map.copy(DeepValues::copy);
        }
        if (value instanceof GoList list && !list.isNil()) {
            List<@Nullable Object> items = list.tracedItems().stream()
                    .<@Nullable Object>map(item -> Traced.of(copy(Traced.plain(item)), Traced.trace(item)))
                    .toList();
            return GoList.of(list.elementType(), items).withCapacity(list.capacity());
        }
        return value;
    }
}
