package dev.auditflow.gate.excerpt;

import dev.auditflow.manifest.Place;
import dev.auditflow.report.Excerpt;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Cuts the lines around a place out of a text. */
final class Window {
    private static final int LONGEST_LINE = 200;

    private Window() {}

    /**
     * The lines around a place, without the indent that all of them have.
     *
     * @param context how many lines before and after it
     * @param count how many lines the text has
     * @param line gives a line by its number, counted from 1, as it may be shown
     * @return empty when the text has no such line
     */
    static Optional<Excerpt> around(Place place, int context, int count, IntFunction<String> line) {
        if (place.line() < 1 || place.line() > count) {
            return Optional.empty();
        }
        int first = Math.max(1, place.line() - context);
        int last = Math.min(count, place.line() + context);
        List<String> lines = IntStream.rangeClosed(first, last).mapToObj(line).toList();
        int indent = lines.stream()
                .filter(text -> !text.isBlank())
                .mapToInt(text -> text.length() - text.stripLeading().length())
                .min()
                .orElse(0);
        List<String> shown = lines.stream()
                .map(text -> text.isBlank() ? "" : text.substring(indent))
                .map(text -> text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text)
                .toList();
        return Optional.of(new Excerpt(place, first, shown));
    }
}
