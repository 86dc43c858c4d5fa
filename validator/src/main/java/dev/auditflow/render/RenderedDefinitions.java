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
                    OriginMap.Run whole = new OriginMap.Run(0, text.length(), definition.name(), 0, 0, true, List.of());
                    return new Rendering.RenderedFile(definition.name(), text, (from, to) -> List.of(whole));
                })
                .toList();
    }
}
