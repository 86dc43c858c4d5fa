/** What Go's standard library makes of texts, times and durations: templates and policies are written in its terms. */
@NullMarked
package dev.auditflow.go;

import org.jspecify.annotations.NullMarked;
