package dev.auditflow.render.chart;

import dev.auditflow.render.HelmVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which subcharts take part: conditions, tags and aliases; then lets parents import values of their children.
 * Objects are shared and renamed in the same order as in Helm, because charts depend on what comes of it.
 */
final class Dependencies {
    private Dependencies() {}

    /** Refuses a chart whose declared dependencies are not under {@code charts/}. */
    static void check(Chart chart) {
        List<String> missing = chart.dependencies.stream()
                .map(dependency -> dependency.name)
                .filter(name ->
                        chart.subcharts().stream().noneMatch(sub -> sub.name().equals(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw new ChartProblem(
                    "An error occurred while checking for chart dependencies. You may need to run `helm dependency"
                            + " build` to fetch missing dependencies: found in Chart.yaml, but missing in charts/"
                            + " directory: "
                            + String.join(", ", missing),
                    chart.place + "/Chart.yaml",
                    0,
                    "Run `helm dependency build` in the chart's folder, or add the chart under charts/");
        }
    }

    static void process(Chart chart, Val given, HelmVersion version) {
        enable(chart, given, "", version);
        importValues(chart);
    }

    private static void enable(Chart chart, Val given, String path, HelmVersion version) {
        if (chart.dependencies.isEmpty()) {
            return;
        }
        chart.setSubcharts(declared(chart, version));
        chart.dependencies.forEach(dependency -> dependency.enabled = true);
        Val values = Coalesce.values(chart, given, version);
        chart.dependencies.forEach(dependency -> byTags(dependency, values));
        chart.dependencies.forEach(dependency -> byConditions(dependency, values, path));
        Set<String> disabled = new HashSet<>();
        chart.dependencies.stream()
                .filter(dependency -> !dependency.enabled)
                .forEach(dependency -> disabled.add(dependency.name));
        List<Chart> kept = chart.subcharts().stream()
                .filter(sub -> !disabled.contains(sub.name()))
                .toList();
        List<Dependency> keptEntries = chart.dependencies.stream()
                .filter(dependency -> !disabled.contains(dependency.name))
                .toList();
        for (Chart sub : kept) {
            enable(sub, values, path + sub.name() + ".", version);
        }
        chart.dependencies = new ArrayList<>(keptEntries);
        chart.setSubcharts(kept);
    }

    /** Subcharts that no entry names, then one for each entry, renamed to its alias. */
    private static List<Chart> declared(Chart chart, HelmVersion version) {
        List<Chart> charts = new ArrayList<>();
        for (Chart existing : chart.subcharts()) {
            if (chart.dependencies.stream().noneMatch(entry -> entry.names(existing))) {
                charts.add(existing);
            }
        }
        for (Dependency entry : chart.dependencies) {
            Chart found = find(chart.subcharts(), entry, version);
            if (found != null) {
                charts.add(found);
            }
            entry.name = entry.alias();
        }
        return charts;
    }

    private static @Nullable Chart find(List<Chart> charts, Dependency entry, HelmVersion version) {
        for (Chart chart : charts) {
            if (entry.names(chart)) {
                return chart.alias(entry.alias(), version);
            }
        }
        return null;
    }

    private static void byTags(Dependency dependency, Val values) {
        Val tags = values.entries().get("tags");
        if (tags == null || !tags.isTable()) {
            return;
        }
        boolean on = false;
        boolean off = false;
        for (String tag : dependency.tags) {
            Val value = tags.entries().get(tag);
            if (value != null && value.data() instanceof Boolean flag) {
                on |= flag;
                off |= !flag;
            }
        }
        dependency.enabled = on || !off;
    }

    private static void byConditions(Dependency dependency, Val values, String path) {
        for (String condition : dependency.condition.strip().split(",", -1)) {
            if (!condition.isEmpty() && at(values, path + condition).data() instanceof Boolean flag) {
                dependency.enabled = flag;
                return;
            }
        }
    }

    /** The value at a dotted path, {@link Val#NULL} when there is none. */
    private static Val at(Val values, String path) {
        Val current = values;
        for (String key : path.split("\\.", -1)) {
            if (!current.isTable()) {
                return Val.NULL;
            }
            current = current.entries().getOrDefault(key, Val.NULL);
        }
        return current;
    }

    private static void importValues(Chart chart) {
        chart.subcharts().forEach(Dependencies::importValues);
        if (chart.dependencies.isEmpty()) {
            return;
        }
        Val values = Coalesce.keepingNulls(chart, Val.table());
        Val imported = Val.table();
        for (Dependency dependency : chart.dependencies) {
            for (Dependency.ImportValues entry : dependency.importValues) {
                String parent = entry.parent();
                String child = parent == null ? "exports." + entry.child() : entry.child();
                Val table = at(values, dependency.name + "." + child);
                if (table.isTable()) {
                    Coalesce.tables(imported.entries(), under(parent, table).entries(), true);
                }
            }
            // Aliases of one chart share the entry in Helm 3, and only the first one gets the values.
            dependency.importValues = List.of();
        }
        Val copy = values.copy();
        Coalesce.tables(copy.entries(), imported.entries(), true);
        chart.values = copy;
    }

    private static Val under(@Nullable String parent, Val table) {
        if (parent == null || parent.equals(".")) {
            return table;
        }
        String[] keys = parent.split("\\.", -1);
        Val current = table;
        for (int i = keys.length - 1; i >= 0; i--) {
            Map<String, Val> outer = Val.newTable();
            outer.put(keys[i], current);
            current = new Val(outer, table.setBy());
        }
        return current;
    }
}
