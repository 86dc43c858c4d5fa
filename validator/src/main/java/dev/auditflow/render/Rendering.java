package dev.auditflow.render;

import java.util.List;

/**
 * The exact text of a target, and what wrote it.
 *
 * @param files one for a chart (all its documents, as {@code helm template} prints them), one per input file otherwise
 * @param customResourceDefinitions texts of the chart's {@code crds/} files: they are validated against, and rendered
 *     only when asked
 */
public record Rendering(List<RenderedFile> files, List<RenderedFile> customResourceDefinitions) {
    public Rendering {
        files = List.copyOf(files);
        customResourceDefinitions = List.copyOf(customResourceDefinitions);
    }

    /**
     * One text.
     *
     * @param name the input file as given, or for a chart the name of its rendering
     */
    public record RenderedFile(String name, String text, OriginMap origins) {}
}
