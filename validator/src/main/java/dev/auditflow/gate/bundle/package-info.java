/** One file with all that decides over objects, so that nothing needs to be compiled where it runs. */
@NullMarked
package dev.auditflow.gate.bundle;

import org.jspecify.annotations.NullMarked;
