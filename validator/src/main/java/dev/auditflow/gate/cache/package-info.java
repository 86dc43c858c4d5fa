/** Verdicts of earlier runs, found again by everything that went into them. */
@NullMarked
package dev.auditflow.gate.cache;

import org.jspecify.annotations.NullMarked;
