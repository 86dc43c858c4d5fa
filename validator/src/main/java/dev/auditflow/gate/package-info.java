/** One run: targets are rendered, read, checked and judged. The CLI, the cache and the deploy stage call it. */
@NullMarked
package dev.auditflow.gate;

import org.jspecify.annotations.NullMarked;
