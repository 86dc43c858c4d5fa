/** Go {@code text/template} with Helm's functions: lexer, parser, evaluator. Knows no Quarkus and does no I/O. */
@NullMarked
package dev.auditflow.render.template;

import org.jspecify.annotations.NullMarked;
