/** Edits one scalar of a values file, and not one other byte. */
@NullMarked
package dev.auditflow.bump;

import org.jspecify.annotations.NullMarked;
