package dev.auditflow.report;

import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lines around the places of a run's findings. They are no part of the run: it is kept and joined without them.
 *
 * @param byFinding the excerpts that there are for a location in a target
 */
public record Excerpts(Map<At, List<Excerpt>> byFinding) {
    private static final Excerpts NONE = new Excerpts(Map.of());

    public Excerpts {
        byFinding = Map.copyOf(byFinding);
    }

    /** A finding's location in a target. */
    public record At(String target, Location location) {}

    public static Excerpts none() {
        return NONE;
    }

    /** The lines around one of the places of a location; empty if they are not known or not to be shown. */
    Optional<Excerpt> around(Place place, String target, Location location) {
        return byFinding.getOrDefault(new At(target, location), List.of()).stream()
                .filter(excerpt -> excerpt.place().equals(place))
                .findFirst();
    }
}
