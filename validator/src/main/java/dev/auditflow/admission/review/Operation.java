package dev.auditflow.admission.review;

/** What the request wants to do, spelled as on the wire. */
public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
}
