package dev.auditflow.manifest;

import java.util.List;

/**
 * What wrote a node: the template's place and the values that were read to make it.
 *
 * @param template the template's place; {@link Place#none()} for plain manifests
 * @param precision how far {@code template} can be trusted
 * @param values the values keys read, with the place that set each winning value
 * @param callers the places that included the template, innermost first; empty for a template that prints by itself
 */
public record Origin(Place template, Precision precision, List<ValueOrigin> values, List<Place> callers) {
    private static final Origin NONE = new Origin(Place.none(), Precision.UNKNOWN, List.of());

    public Origin {
        values = List.copyOf(values);
        callers = List.copyOf(callers);
    }

    /** An origin in a template that was not included. */
    public Origin(Place template, Precision precision, List<ValueOrigin> values) {
        this(template, precision, values, List.of());
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
     * @param overridden where the same key is set too and would count without the winning one, the next one first
     */
    public record ValueOrigin(String key, Place place, List<Place> overridden) {
        public ValueOrigin {
            overridden = List.copyOf(overridden);
        }

        /** A value that overrides nothing. */
        public ValueOrigin(String key, Place place) {
            this(key, place, List.of());
        }
    }

    public static Origin none() {
        return NONE;
    }

    /** The same place, whatever the values were. */
    public Origin withoutValues() {
        return new Origin(template, precision, List.of(), callers);
    }
}
