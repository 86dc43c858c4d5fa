/** The command line: the only package that prints and exits. */
@NullMarked
package dev.auditflow.cli;

import org.jspecify.annotations.NullMarked;
