/** Resources become findings, an account and a verdict. Knows no Helm, no HTTP and no files of the user. */
@NullMarked
package dev.auditflow.check;

import org.jspecify.annotations.NullMarked;
