package dev.auditflow.render.chart;

import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.util.ArrayList;
import java.util.List;

/** A text put together from stretches of others, which keeps their origins. */
final class ComposedText {
    private final StringBuilder text = new StringBuilder();
    private final List<Stretch> stretches = new ArrayList<>();

    /**
     * A part of another text.
     *
     * @param shift what to add to offsets of the other text
     */
    private record Stretch(int from, int to, int shift, OriginMap origins) {}

    /** The separator and the comment that names the template. */
    void header(String template) {
        literal("---\n# Source: " + template + "\n", template);
    }

    void literal(String words, String template) {
        int from = text.length();
        text.append(words);
        if (!template.isEmpty()) {
            OriginMap.Run run = OriginMap.Run.ofFile(0, words.length(), template);
            stretches.add(new Stretch(from, text.length(), from, (a, b) -> List.of(run)));
        }
    }

    void part(String other, int from, int to, OriginMap origins) {
        int at = text.length();
        text.append(other, from, to);
        stretches.add(new Stretch(at, text.length(), at - from, origins));
    }

    /** Takes white space from the end. */
    void trim() {
        text.setLength(DocumentSplit.trimEnd(text.toString(), 0, text.length()));
    }

    Rendering.RenderedFile file(String name) {
        List<Stretch> all = List.copyOf(stretches);
        return new Rendering.RenderedFile(name, text.toString(), (from, to) -> between(all, from, to));
    }

    private static List<OriginMap.Run> between(List<Stretch> stretches, int from, int to) {
        int low = 0;
        int high = stretches.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (stretches.get(middle).to() <= from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        List<OriginMap.Run> runs = new ArrayList<>();
        for (int i = low; i < stretches.size() && stretches.get(i).from() < to; i++) {
            Stretch stretch = stretches.get(i);
            int shift = stretch.shift();
            int first = Math.max(from, stretch.from()) - shift;
            int last = Math.min(to, stretch.to()) - shift;
            for (OriginMap.Run run : stretch.origins().between(first, last)) {
                runs.add(run.shifted(shift));
            }
        }
        return runs;
    }
}
