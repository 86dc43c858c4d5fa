package dev.auditflow.yaml;

/** Classes of what can be wrong with a text of YAML. */
public enum FaultKind {
    /** The text is not YAML, or goes beyond a limit. */
    UNREADABLE,
    /** A mapping has the same key twice. */
    DUPLICATE_KEY,
    /** YAML 1.1 and 1.2 read the scalar differently, for example {@code yes}. */
    AMBIGUOUS_SCALAR
}
