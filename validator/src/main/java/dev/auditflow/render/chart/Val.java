package dev.auditflow.render.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One value of a values tree, and what set it. Tables and lists are changed in place while values are merged, as Helm
 * does; a tree belongs to one rendering.
 *
 * @param data null, Boolean, Long, Double, String, a {@code List<Val>} or a {@code Map<String, Val>} sorted by key
 * @param setBy null for what no file or flag set
 */
record Val(@Nullable Object data, @Nullable SetBy setBy) {
    static final Val NULL = new Val(null, null);

    /**
     * Who set a value.
     *
     * @param file as the user gave it, the flag for flags, {@code chart/values.yaml} for charts
     * @param line counted from 1, 0 when not known
     * @param path the key inside that file, dotted
     * @param owner dotted names of the subcharts from the root down to the chart whose values file it is
     * @param over what set the same key and would count without this, null when nothing did
     */
    record SetBy(
            String file,
            int line,
            String path,
            String owner,
            @Nullable SetBy over) {
        SetBy(String file, int line, String path, String owner) {
            this(file, line, path, owner, null);
        }

        /** The key from the root chart's view. */
        String key() {
            boolean global = path.equals("global") || path.startsWith("global.");
            return owner.isEmpty() || global ? path : path.isEmpty() ? owner : owner + "." + path;
        }

        /** As seen from further up: {@code chartPath} leads from there to where it was seen from. */
        SetBy ownedBy(String chartPath) {
            String longer = owner.isEmpty() ? chartPath : chartPath + "." + owner;
            return chartPath.isEmpty() ? this : new SetBy(file, line, path, longer, over);
        }

        /** With what it overrides, unless that is this very setting: values are merged more than once. */
        SetBy over(@Nullable SetBy lower) {
            if (lower == null || isOrOverrides(lower)) {
                return this;
            }
            return new SetBy(file, line, path, owner, over == null ? lower : over.over(lower));
        }

        private boolean isOrOverrides(SetBy other) {
            boolean same = file.equals(other.file) && line == other.line && path.equals(other.path);
            return same || (over != null && over.isOrOverrides(other));
        }
    }

    static Val table() {
        return new Val(newTable(), null);
    }

    static Map<String, Val> newTable() {
        return new TreeMap<>(Order.CODE_POINTS);
    }

    boolean isNull() {
        return data == null;
    }

    boolean isTable() {
        return data instanceof Map;
    }

    boolean isList() {
        return data instanceof List;
    }

    /** The table's entries; only for tables. */
    @SuppressWarnings("unchecked")
    Map<String, Val> entries() {
        return (Map<String, Val>) Objects.requireNonNull(data);
    }

    /** The list's items; only for lists. */
    @SuppressWarnings("unchecked")
    List<Val> items() {
        return (List<Val>) Objects.requireNonNull(data);
    }

    /** The same value with what it overrides, for {@code explain}. */
    Val over(@Nullable Val lower) {
        if (lower == null || setBy == null || lower.setBy == null) {
            return this;
        }
        SetBy by = setBy.over(lower.setBy);
        return by.equals(setBy) ? this : new Val(data, by);
    }

    /** A copy that shares nothing that can change. */
    Val copy() {
        return copy(null);
    }

    /** A copy for the view from further up, from where {@code owner} leads here; null for the same view. */
    Val copy(@Nullable String owner) {
        SetBy by = setBy == null || owner == null ? setBy : setBy.ownedBy(owner);
        if (isTable()) {
            Map<String, Val> copy = newTable();
            entries().forEach((key, value) -> copy.put(key, value.copy(owner)));
            return new Val(copy, by);
        }
        if (isList()) {
            List<Val> copy = new ArrayList<>();
            items().forEach(item -> copy.add(item.copy(owner)));
            return new Val(copy, by);
        }
        return new Val(data, by);
    }

    /** Whether a string anywhere inside holds a match. */
    boolean mentions(Pattern pattern) {
        if (isTable()) {
            return entries().values().stream().anyMatch(value -> value.mentions(pattern));
        }
        if (isList()) {
            return items().stream().anyMatch(value -> value.mentions(pattern));
        }
        return data instanceof String text && pattern.matcher(text).find();
    }

    /** Go's name of the value's type, as its messages print it. */
    String goType() {
        return switch (data) {
            case null -> "nil";
            case Boolean _ -> "bool";
            case Long _ -> "int64";
            case Double _ -> "float64";
            case String _ -> "string";
            case List<?> _ -> "[]interface {}";
            default -> "map[string]interface {}";
        };
    }
}
