package dev.auditflow.render.template;

import dev.auditflow.go.GoText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Go's template comparisons: only basic kinds of the same sort compare, integers whatever their sign. */
final class Comparison {
    private enum Sort {
        NONE,
        BOOL,
        COMPLEX,
        INT,
        FLOAT,
        STRING,
        UINT
    }

    private Comparison() {}

    private static Sort sort(@Nullable Object value) {
        return switch (value) {
            case null -> Sort.NONE;
            case Boolean bool -> Sort.BOOL;
            case String text -> Sort.STRING;
            case Double number -> Sort.FLOAT;
            case GoComplex complex -> Sort.COMPLEX;
            default -> GoTypes.isInteger(value) ? (GoTypes.isUnsigned(value) ? Sort.UINT : Sort.INT) : Sort.NONE;
        };
    }

    private static @Nullable Object known(@Nullable Object value) {
        return value instanceof Absent ? null : value;
    }

    /** Whether the first value equals any of the others. */
    static boolean equal(List<@Nullable Object> values) {
        Object first = known(values.getFirst());
        if (values.size() == 1) {
            throw new TemplateException("missing argument for comparison");
        }
        for (int i = 1; i < values.size(); i++) {
            if (equal(first, known(values.get(i)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(@Nullable Object a, @Nullable Object b) {
        Sort x = sort(a);
        Sort y = sort(b);
        if (x == Sort.NONE && y == Sort.NONE) {
            return equalOthers(a, b);
        }
        if (a == null || b == null) {
            return false;
        }
        if (x != y) {
            if (x == Sort.INT && y == Sort.UINT) {
                return GoTypes.integer(a) >= 0 && GoTypes.integer(a) == GoTypes.integer(b);
            }
            if (x == Sort.UINT && y == Sort.INT) {
                return GoTypes.integer(b) >= 0 && GoTypes.integer(a) == GoTypes.integer(b);
            }
            throw incompatible(a, b);
        }
        return switch (x) {
            case INT, UINT -> GoTypes.integer(a) == GoTypes.integer(b);
            case FLOAT -> ((Double) a).doubleValue() == ((Double) b).doubleValue();
            default -> a.equals(b);
        };
    }

    /** Values that are neither numbers nor strings nor booleans. */
    private static boolean equalOthers(@Nullable Object a, @Nullable Object b) {
        String x = GoTypes.kindOf(a);
        String y = GoTypes.kindOf(b);
        if (!x.equals(y) && !x.equals("invalid") && !y.equals("invalid")) {
            throw new TemplateException(GoFormat.sprintf(
                    "non-comparable types %s: %v, %s: %v", a, GoTypes.nameOf(a), GoTypes.nameOf(b), b));
        }
        if (GoTypes.isNil(a) || GoTypes.isNil(b)) {
            return GoTypes.isNil(a) == GoTypes.isNil(b);
        }
        if (b instanceof GoMap || b instanceof GoList || b instanceof GoBytes) {
            throw new TemplateException(GoFormat.sprintf("non-comparable type %s: %v", b, GoTypes.nameOf(b)));
        }
        return Objects.equals(a, b);
    }

    static boolean less(@Nullable Object first, @Nullable Object second) {
        Object a = known(first);
        Object b = known(second);
        Sort x = sort(a);
        Sort y = sort(b);
        if (a == null || b == null || x == Sort.NONE || y == Sort.NONE) {
            throw new TemplateException("invalid type for comparison");
        }
        if (x != y) {
            if (x == Sort.INT && y == Sort.UINT) {
                return GoTypes.integer(a) < 0 || Long.compareUnsigned(GoTypes.integer(a), GoTypes.integer(b)) < 0;
            }
            if (x == Sort.UINT && y == Sort.INT) {
                return GoTypes.integer(b) >= 0 && Long.compareUnsigned(GoTypes.integer(a), GoTypes.integer(b)) < 0;
            }
            throw incompatible(a, b);
        }
        return switch (x) {
            case FLOAT -> (Double) a < (Double) b;
            case INT -> GoTypes.integer(a) < GoTypes.integer(b);
            case UINT -> Long.compareUnsigned(GoTypes.integer(a), GoTypes.integer(b)) < 0;
            case STRING -> GoText.compare((String) a, (String) b) < 0;
            default -> throw new TemplateException("invalid type for comparison");
        };
    }

    static boolean lessOrEqual(@Nullable Object a, @Nullable Object b) {
        return less(a, b) || equal(known(a), known(b));
    }

    private static TemplateException incompatible(Object a, Object b) {
        return new TemplateException(
                "incompatible types for comparison: " + GoTypes.nameOf(a) + " and " + GoTypes.nameOf(b));
    }
}
