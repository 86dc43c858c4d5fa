/** What drifted, in the forms that people and programs read. */
@NullMarked
package dev.auditflow.drift.report;

import org.jspecify.annotations.NullMarked;
