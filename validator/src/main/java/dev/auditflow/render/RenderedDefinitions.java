package dev.auditflow.render;

import dev.auditflow.render.chart.Chart;
import java.util.List;

/** A chart's {@code crds/} files as texts of a rendering. */
final class RenderedDefinitions {
    private RenderedDefinitions() {}

    static List<Rendering.RenderedFile> of(Chart chart) {
        return chart.definitions().stream()
                .map(definition -> {
                    String text = definition.file().text();
                    return new Rendering.RenderedFile(definition.name(), text, new FileLines(definition.place(), text));
                })
                .toList();
    }
}
