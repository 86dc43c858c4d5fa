/** Findings that do not count: waivers and the baseline. */
@NullMarked
package dev.auditflow.check.waiver;

import org.jspecify.annotations.NullMarked;
