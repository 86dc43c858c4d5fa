/** Reads the files of Gatekeeper's templates, constraints and suites, and runs the suites. */
@NullMarked
package dev.auditflow.gate.gatekeeper;

import org.jspecify.annotations.NullMarked;
