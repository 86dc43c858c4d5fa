/** Golden files: what a target is expected to render. */
@NullMarked
package dev.auditflow.check.golden;

import org.jspecify.annotations.NullMarked;
