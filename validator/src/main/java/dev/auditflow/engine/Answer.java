package dev.auditflow.engine;

import java.util.List;

/**
 * What the API server would say of an object.
 *
 * @param message the server's words as a whole; empty for an object that it takes
 * @param faults what is wrong, a field each; may be empty although the object is refused
 * @param warnings what the server tells clients about an object that it takes
 */
public record Answer(Outcome outcome, String message, List<Fault> faults, List<String> warnings) {
    public Answer {
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }

    /** How the server decides. */
    public enum Outcome {
        VALID,
        INVALID,
        /** Not a kind of Kubernetes, nor of a CRD that was given. */
        UNKNOWN_KIND,
        /** A kind of Kubernetes in a version that is not served. */
        NOT_SERVED,
        /** A kind that is a call rather than an object. */
        UNSUPPORTED,
        /** No answer: the object was more than the engine could stand. */
        FAILED
    }

    /**
     * One fault.
     *
     * @param type the server's name for it, for example {@code FieldValueInvalid}
     * @param field as the server writes paths: {@code spec.ports[0].name}; may be empty
     */
    public record Fault(String type, String field, String detail) {}

    static Answer failed(String why) {
        return new Answer(Outcome.FAILED, why, List.of(), List.of());
    }
}
