package dev.auditflow.render.chart;

import dev.auditflow.render.version.VersionRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of a chart's dependencies; name, enabled and imports change while dependencies are processed, as in Helm. */
final class Dependency {
    final String version;
    final String repository;
    final String condition;
    final List<String> tags;
    final String alias;
    List<ImportValues> importValues;
    String name;
    boolean enabled;

    /**
     * What a parent takes over from a child's values.
     *
     * @param parent null for the short form, which names a key of the child's {@code exports}
     */
    record ImportValues(String child, @Nullable String parent) {}

    Dependency(
            String name,
            String version,
            String repository,
            String condition,
            List<String> tags,
            String alias,
            List<ImportValues> importValues) {
        this.name = name;
        this.version = version;
        this.repository = repository;
        this.condition = condition;
        this.tags = List.copyOf(tags);
        this.alias = alias;
        this.importValues = List.copyOf(importValues);
    }

    /** Whether the entry is about this chart, by its name and version. */
    boolean names(Chart chart) {
        return name.equals(chart.name()) && VersionRange.accepts(version, chart.metadata.version());
    }

    /** What the parent calls the chart. */
    String alias() {
        return alias.isEmpty() ? name : alias;
    }

    Dependency copy() {
        Dependency copy = new Dependency(name, version, repository, condition, tags, alias, importValues);
        copy.enabled = enabled;
        return copy;
    }
}
