/** Holds what runs against what was verified, field by field, and repairs what differs. */
@NullMarked
package dev.auditflow.drift;

import org.jspecify.annotations.NullMarked;
