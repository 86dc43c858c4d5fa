package dev.auditflow.manifest;

import dev.auditflow.yaml.FieldPath;

/**
 * Something wrong with the text of a rendering, found while it was read.
 *
 * @param kind what class of problem
 * @param resource the object it was found in, {@link ResourceId#none()} if the document could not be read
 * @param message a sentence for the person who must act
 */
public record Problem(Kind kind, ResourceId resource, FieldPath path, String message, Location location) {
    /** Classes of problems. */
    public enum Kind {
        /** The text is not YAML, or goes beyond a limit. */
        UNREADABLE,
        /** A mapping has the same key twice. */
        DUPLICATE_KEY,
        /** YAML 1.1 and 1.2 read the scalar differently, for example {@code yes}. */
        AMBIGUOUS_SCALAR,
        /** The document is not an object with apiVersion and kind. */
        NOT_AN_OBJECT
    }
}
