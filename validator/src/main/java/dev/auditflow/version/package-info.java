/** The next versions of what is released: by what commits say, and never less than what the rendered change does. */
@NullMarked
package dev.auditflow.version;

import org.jspecify.annotations.NullMarked;
