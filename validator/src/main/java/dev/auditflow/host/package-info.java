/** The machine: processes, files and folders of this program. Knows no other package. */
@NullMarked
package dev.auditflow.host;

import org.jspecify.annotations.NullMarked;
