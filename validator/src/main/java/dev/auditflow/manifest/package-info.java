/** Renderings become resources: YAML nodes with marks, and where each came from. Nobody downstream parses YAML again. */
@NullMarked
package dev.auditflow.manifest;

import org.jspecify.annotations.NullMarked;
