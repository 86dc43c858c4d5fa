/** Reads files that SOPS encrypted for age recipients, in memory. */
@NullMarked
package dev.auditflow.sops;

import org.jspecify.annotations.NullMarked;
