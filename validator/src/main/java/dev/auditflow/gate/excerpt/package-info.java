/** Lines around the places of findings, for reports that show them; secrets are left out. */
@NullMarked
package dev.auditflow.gate.excerpt;

import org.jspecify.annotations.NullMarked;
