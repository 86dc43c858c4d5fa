package dev.auditflow.yaml;

/**
 * A scalar.
 *
 * @param kind the JSON type that Kubernetes reads
 * @param text for STRING the string itself; for the others the canonical JSON text (null, true, false, 12, 1.5)
 * @param plain whether the source was unquoted
 * @param source the scalar as written, without quotes
 */
public record ScalarNode(Kind kind, String text, boolean plain, String source, Mark mark) implements Node {
    /** JSON types of scalars. */
    public enum Kind {
        NULL,
        BOOLEAN,
        INTEGER,
        FLOAT,
        STRING
    }

    public boolean isNull() {
        return kind == Kind.NULL;
    }
}
