package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/**
 * Where a template was called from.
 *
 * @param call the node that called it: {@code include}, {@code template} or {@code tpl}
 * @param outer where the template of that node was called from, null for a file's own text
 */
record Frame(Node call, @Nullable Frame outer) {}
