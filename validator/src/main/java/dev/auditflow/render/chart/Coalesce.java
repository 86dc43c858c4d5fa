package dev.auditflow.render.chart;

import dev.auditflow.render.HelmVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Joins a chart's values with those given from above, for the chart and its subcharts. A null from above takes a
 * default away; while dependencies are processed nulls are kept ({@code merge}), as Helm does.
 */
final class Coalesce {
    private static final String GLOBAL = "global";

    private final boolean merge;
    private final boolean dropNulls;

    private Coalesce(boolean merge, HelmVersion version) {
        this.merge = merge;
        this.dropNulls = !merge && version == HelmVersion.HELM_4;
    }

    /**
     * The chart's values under those given; nulls from above remove, and as Helm 4 a chart's own nulls go too.
     * {@code given} is not changed.
     */
    static Val values(Chart chart, Val given, HelmVersion version) {
        return new Coalesce(false, version).root(chart, given);
    }

    /** As above, but nulls stay. */
    static Val keepingNulls(Chart chart, Val given) {
        return new Coalesce(true, HelmVersion.HELM_3).root(chart, given);
    }

    private Val root(Chart chart, Val given) {
        Val copy = given.copy();
        chart(chart, copy.entries(), "");
        return copy;
    }

    private void chart(Chart chart, Map<String, Val> given, String owner) {
        own(chart, given, owner);
        for (Chart subchart : chart.subcharts()) {
            String name = subchart.name();
            Val table = given.get(name);
            if (table == null) {
                table = Val.table();
                given.put(name, table);
            } else if (!table.isTable()) {
                throw new ChartProblem(
                        "type mismatch on %s: %s".formatted(name, badBoolean(table)),
                        table.setBy() == null ? chart.place : table.setBy().file(),
                        table.setBy() == null ? 0 : table.setBy().line(),
                        "%s is a subchart: its values are a mapping".formatted(name));
            }
            globals(table.entries(), given);
            chart(subchart, table.entries(), owner.isEmpty() ? name : owner + "." + name);
        }
    }

    private static String badBoolean(Val value) {
        return switch (value.data()) {
            case null -> "%!t(<nil>)";
            case Boolean flag -> flag.toString();
            case String text -> "%!t(string=" + text + ")";
            case List<?> _ ->
                value.items().stream().map(Coalesce::badBoolean).collect(Collectors.joining(" ", "[", "]"));
            default -> "%!t(" + value.goType() + "=" + ValuesJson.tree(value) + ")";
        };
    }

    /** Copies the globals of a parent into a child; the parent wins. */
    private static void globals(Map<String, Val> child, Map<String, Val> parent) {
        Val below = child.getOrDefault(GLOBAL, Val.table());
        Val above = parent.getOrDefault(GLOBAL, Val.table());
        if (!below.isTable() || !above.isTable()) {
            return;
        }
        Map<String, Val> into = below.entries();
        above.entries().forEach((key, value) -> {
            Val before = into.get(key);
            if (value.isTable()) {
                Map<String, Val> copy = new TreeMap<>(Order.CODE_POINTS);
                copy.putAll(value.entries());
                if (before == null) {
                    into.put(key, new Val(copy, value.setBy()));
                } else if (before.isTable()) {
                    tables(copy, before.entries(), true);
                    into.put(key, new Val(copy, value.setBy()));
                }
            } else if (before == null || !before.isTable()) {
                into.put(key, value);
            }
        });
        child.put(GLOBAL, below);
    }

    private void own(Chart chart, Map<String, Val> given, String owner) {
        chart.values.copy(owner).entries().forEach((key, value) -> {
            Val from = given.get(key);
            if (dropNulls) {
                dropNulls(value);
            }
            if (from == null) {
                if (!dropNulls || !value.isNull()) {
                    given.put(key, value);
                }
            } else if (from.isNull() && !merge) {
                given.remove(key);
            } else if (from.isTable() && value.isTable()) {
                boolean child =
                        chart.subcharts().stream().anyMatch(sub -> sub.name().equals(key));
                tables(from.entries(), value.entries(), merge || child);
            } else {
                given.put(key, from.over(value));
            }
        });
    }

    /** Takes nulls out of a mapping and those inside it; lists keep theirs. */
    private static void dropNulls(Val value) {
        if (value.isTable()) {
            value.entries().values().removeIf(Val::isNull);
            value.entries().values().forEach(Coalesce::dropNulls);
        }
    }

    /** Adds to {@code into} what it lacks; what it has wins. {@code from} is changed too. */
    static void tables(Map<String, Val> into, Map<String, Val> from, boolean merge) {
        Set<String> set = new HashSet<>();
        from.forEach((key, value) -> {
            if (!value.isNull()) {
                set.add(key);
            }
        });
        into.forEach((key, value) -> {
            if (value.isNull()) {
                from.put(key, value);
            }
        });
        from.forEach((key, value) -> {
            Val before = into.get(key);
            if (before == null) {
                into.put(key, value);
            } else if (!merge && before.isNull() && set.contains(key)) {
                into.remove(key);
            } else if (value.isTable() && before.isTable()) {
                tables(before.entries(), value.entries(), merge);
            } else {
                into.put(key, before.over(value));
            }
        });
    }
}
