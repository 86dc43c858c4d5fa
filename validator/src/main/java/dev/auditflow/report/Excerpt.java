package dev.auditflow.report;

import dev.auditflow.manifest.Place;
import java.util.List;

/**
 * A few lines around a place, fit to show: what may be a secret is left out.
 *
 * @param place in the file; its line is one of {@code lines}
 * @param first number of the first line, counted from 1
 */
public record Excerpt(Place place, int first, List<String> lines) {
    public Excerpt {
        lines = List.copyOf(lines);
    }
}
