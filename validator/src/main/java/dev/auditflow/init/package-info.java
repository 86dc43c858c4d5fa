/** Looks at somebody's repository and proposes a configuration for it. Reads files, writes none. */
@NullMarked
package dev.auditflow.init;

import org.jspecify.annotations.NullMarked;
