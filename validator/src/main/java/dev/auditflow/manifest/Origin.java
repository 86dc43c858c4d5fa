package dev.auditflow.manifest;

import java.util.List;

/**
 * What wrote a node: the template's place and the values that were read to make it.
 *
 * @param template the template's place; {@link Place#none()} for plain manifests
 * @param precision how far {@code template} can be trusted
 * @param values the values keys read, with the place that set each winning value
 */
public record Origin(Place template, Precision precision, List<ValueOrigin> values) {
    private static final Origin NONE = new Origin(Place.none(), Precision.UNKNOWN, List.of());

    public Origin {
        values = List.copyOf(values);
    }

    /** How an origin was found. */
    public enum Precision {
        /** The node's text stands on this line, or the value was printed by it unchanged. */
        EXACT,
        /** The line computed the node's text. */
        DERIVED,
        /** Only the file is known, or nothing. */
        UNKNOWN
    }

    /**
     * A values key that was read.
     *
     * @param key dotted, without {@code .Values}: {@code generator.replicaCount}
     * @param place the file and line of the winning value; file {@code --set} for flags
     */
    public record ValueOrigin(String key, Place place) {}

    public static Origin none() {
        return NONE;
    }
}
