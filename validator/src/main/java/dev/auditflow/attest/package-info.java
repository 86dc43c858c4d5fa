/** Verdicts as signed statements, and back: the only place that makes a {@link dev.auditflow.attest.VerifiedRelease}. */
@NullMarked
package dev.auditflow.attest;

import org.jspecify.annotations.NullMarked;
