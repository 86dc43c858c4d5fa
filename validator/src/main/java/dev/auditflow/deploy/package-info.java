/** Brings verified releases to clusters, and back: it accepts nothing else. */
@NullMarked
package dev.auditflow.deploy;

import org.jspecify.annotations.NullMarked;
