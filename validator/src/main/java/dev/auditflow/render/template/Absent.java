package dev.auditflow.render.template;

/** Values that only the evaluator knows; functions see nil instead. */
enum Absent {
    /** No value comes through the pipeline. */
    MISSING,
    /** A nil that was read from a place of type {@code interface {}}; unlike an untyped nil it has a type. */
    NIL_INTERFACE
}
