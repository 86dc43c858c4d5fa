package dev.auditflow.manifest;

/** Where a finding points: the line of the rendering, and what wrote it. */
public record Location(Place rendered, Origin origin) {
    private static final Location NONE = new Location(Place.none(), Origin.none());

    public static Location none() {
        return NONE;
    }
}
