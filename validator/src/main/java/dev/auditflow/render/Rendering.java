package dev.auditflow.render;

import dev.auditflow.coverage.ChartUse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exact text of a target, and what wrote it.
 *
 * @param files one for a chart (all its documents, as {@code helm template} prints them), one per input file otherwise
 * @param customResourceDefinitions texts of the chart's {@code crds/} files: they are validated against, and rendered
 *     only when asked
 * @param noises calls whose result would be another one in the cluster, in order, each place once; empty when the
 *     engine does not know
 * @param use what was used of the chart; null when nobody asked
 */
public record Rendering(
        List<RenderedFile> files,
        List<RenderedFile> customResourceDefinitions,
        List<Noise> noises,
        @Nullable ChartUse use) {
    public Rendering {
        files = List.copyOf(files);
        customResourceDefinitions = List.copyOf(customResourceDefinitions);
        noises = List.copyOf(noises);
    }

    /** A rendering of an engine that knows of no noise. */
    public Rendering(List<RenderedFile> files, List<RenderedFile> customResourceDefinitions) {
        this(files, customResourceDefinitions, List.of(), null);
    }

    /**
     * A call of a function that is random or reads the clock.
     *
     * @param function its name
     * @param template file of the calling template, empty when not known
     * @param line counted from 1, 0 when not known
     */
    public record Noise(String function, String template, int line) {}

    /**
     * One text.
     *
     * @param name the input file as given, or for a chart the name of its rendering
     */
    public record RenderedFile(String name, String text, OriginMap origins) {}

    /** All texts as one stream of documents, as {@code auditflow render} prints it and attestations name it. */
    public String text() {
        StringBuilder out = new StringBuilder();
        for (RenderedFile file : files) {
            // Texts that follow each other stay documents of their own.
            out.append(file.text().startsWith("---") ? "" : "---\n").append(file.text());
            out.append(file.text().isEmpty() || file.text().endsWith("\n") ? "" : "\n");
        }
        return out.toString();
    }
}
