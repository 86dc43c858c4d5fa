/** Semantic versions and ranges of them, as Helm's library reads them. */
@NullMarked
package dev.auditflow.render.version;

import org.jspecify.annotations.NullMarked;
