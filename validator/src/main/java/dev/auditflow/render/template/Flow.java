package dev.auditflow.render.template;

/** How a statement ended. */
enum Flow {
    NEXT,
    BREAK,
    CONTINUE
}
