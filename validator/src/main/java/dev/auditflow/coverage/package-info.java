/** What renderings used of their charts, and what nothing of a run ever used. Knows records and text only. */
@NullMarked
package dev.auditflow.coverage;

import org.jspecify.annotations.NullMarked;
