package dev.auditflow.render.chart;

import dev.auditflow.render.HelmVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A chart in memory with its subcharts. Dependencies and values change while they are processed; see Dependencies. */
public final class Chart {
    final List<ChartFile> templates;
    final List<ChartFile> files;
    final @Nullable ChartFile schema;
    final String place;
    Metadata metadata;
    List<Dependency> dependencies;
    Val values;
    private List<Chart> subcharts = new ArrayList<>();
    private @Nullable Chart parent;

    Chart(
            Metadata metadata,
            List<Dependency> dependencies,
            Val values,
            List<ChartFile> templates,
            List<ChartFile> files,
            @Nullable ChartFile schema,
            String place) {
        this.metadata = metadata;
        this.dependencies = dependencies;
        this.values = values;
        this.templates = templates;
        this.files = files;
        this.schema = schema;
        this.place = place;
    }

    /** The same chart under another name; Helm 3 shares subcharts and dependency entries between the two. */
    Chart alias(String name, HelmVersion version) {
        boolean shared = version == HelmVersion.HELM_3;
        List<Dependency> entries = dependencies.stream()
                .map(entry -> shared ? entry : entry.copy())
                .toList();
        Chart copy =
                new Chart(metadata.withName(name), new ArrayList<>(entries), values, templates, files, schema, place);
        if (shared) {
            copy.subcharts = subcharts;
        } else {
            copy.setSubcharts(subcharts.stream().map(Chart::shallowCopy).toList());
        }
        return copy;
    }

    private Chart shallowCopy() {
        Chart copy = new Chart(metadata, dependencies, values, templates, files, schema, place);
        copy.subcharts = subcharts;
        return copy;
    }

    /**
     * A file of {@code crds/}.
     *
     * @param name as {@code # Source:} comments name it
     * @param place where it lies, as a person would look it up
     */
    public record Definition(String name, String place, ChartFile file) {}

    public String name() {
        return metadata.name();
    }

    boolean isRoot() {
        return parent == null;
    }

    List<Chart> subcharts() {
        return subcharts;
    }

    void setSubcharts(List<Chart> charts) {
        subcharts = new ArrayList<>(charts);
        subcharts.forEach(chart -> chart.parent = this);
    }

    /** {@code root/charts/child}. */
    String fullPath() {
        return parent == null ? name() : parent.fullPath() + "/charts/" + name();
    }

    /** The {@code crds/} files of the chart, then those of its subcharts. */
    public List<Definition> definitions() {
        List<Definition> definitions = new ArrayList<>();
        for (ChartFile file : files) {
            String name = file.name().toLowerCase(Locale.ROOT);
            if (file.name().startsWith("crds/")
                    && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))) {
                definitions.add(new Definition(fullPath() + "/" + file.name(), place + "/" + file.name(), file));
            }
        }
        subcharts.forEach(chart -> definitions.addAll(chart.definitions()));
        return definitions;
    }

    /** Where the templates and {@code crds/} files lie, by the names that {@code # Source:} comments give them. */
    public Map<String, String> places() {
        Map<String, String> places = new HashMap<>();
        String path = fullPath();
        templates.forEach(file -> places.put(path + "/" + file.name(), place + "/" + file.name()));
        definitions().forEach(definition -> places.put(definition.name(), definition.place()));
        subcharts.forEach(chart -> places.putAll(chart.places()));
        return places;
    }

    /** Whether a file of the chart or of a subchart holds a match. */
    public boolean mentions(Pattern pattern) {
        return Stream.concat(templates.stream(), files.stream())
                        .anyMatch(file -> pattern.matcher(file.text()).find())
                || values.mentions(pattern)
                || subcharts.stream().anyMatch(chart -> chart.mentions(pattern));
    }
}
