package dev.auditflow.render.chart;

import dev.auditflow.go.GoText;
import dev.auditflow.render.FileLines;
import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.HelmVersion;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts rendered templates together as {@code helm template} prints them. */
public final class ChartText {
    private static final String NOTES = "NOTES.txt";

    private final Chart chart;
    private final HelmRequest request;
    private final HelmVersion version;
    private final SortedMap<String, Piece> pieces = new TreeMap<>(Order.CODE_POINTS);

    public ChartText(Chart chart, HelmRequest request, HelmVersion version) {
        this.chart = chart;
        this.request = request;
        this.version = version;
    }

    private record Piece(String text, String printable, OriginMap origins) {}

    /**
     * Adds what a template gave.
     *
     * @param text where a lone surrogate stands for a byte that is not UTF-8
     */
    public void add(String template, String text, OriginMap origins) {
        if (!template.endsWith(NOTES)) {
            pieces.put(template, new Piece(text, GoText.printable(text), origins));
        }
    }

    /**
     * Puts the documents into order and prints them.
     *
     * @throws ChartProblem if a template gave what is no YAML; it points at the line of the template
     */
    public Rendering.RenderedFile print(String name) {
        SortedMap<String, String> texts = new TreeMap<>(Order.CODE_POINTS);
        pieces.forEach((template, piece) -> texts.put(template, piece.text()));
        Manifests.Sorted sorted;
        try {
            sorted = Manifests.sort(texts, request.skipTests(), version);
        } catch (ManifestHead.Unreadable e) {
            throw problem(e);
        }
        ComposedText text = new ComposedText();
        if (request.includeCrds()) {
            for (Chart.Definition crd : chart.definitions()) {
                text.header(crd.name());
                String words = crd.file().text();
                text.part(words, 0, words.length(), new FileLines(crd.place(), words));
                text.literal("\n", crd.place());
            }
        }
        sorted.documents().forEach(document -> append(text, document));
        text.trim();
        text.literal("\n", "");
        if (!request.noHooks()) {
            sorted.hooks().forEach(hook -> append(text, hook));
        }
        return text.file(name);
    }

    private void append(ComposedText text, Manifests.Document document) {
        Piece piece = pieces.get(document.template());
        if (piece != null) {
            text.header(document.template());
            text.part(piece.printable(), document.from(), document.to(), piece.origins());
            text.literal("\n", "");
        }
    }

    private ChartProblem problem(ManifestHead.Unreadable e) {
        Piece piece = pieces.get(e.template());
        List<OriginMap.Run> runs = piece == null ? List.of() : piece.origins().between(e.offset(), e.offset() + 1);
        int line = runs.isEmpty() ? 0 : runs.getFirst().line();
        String file = runs.isEmpty()
                ? chart.places().getOrDefault(e.template(), e.template())
                : runs.getFirst().template();
        return new ChartProblem(
                String.valueOf(e.getMessage()),
                file,
                line,
                "Look at the rendered text of this template: it is not YAML");
    }
}
