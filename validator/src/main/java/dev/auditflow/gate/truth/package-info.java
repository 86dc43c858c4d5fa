/** Holds the checks of objects against what real API servers said of them. */
@NullMarked
package dev.auditflow.gate.truth;

import org.jspecify.annotations.NullMarked;
