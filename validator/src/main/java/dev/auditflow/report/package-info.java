/** Verdicts become text, JSON, SARIF, JUnit, GitHub annotations, TAP, Markdown and HTML. */
@NullMarked
package dev.auditflow.report;

import org.jspecify.annotations.NullMarked;
