/** What the change from one rendering to another means to a cluster that runs the old one. */
@NullMarked
package dev.auditflow.check.upgrade;

import org.jspecify.annotations.NullMarked;
