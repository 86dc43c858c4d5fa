/** Policies from bundles: files, and files on servers. */
@NullMarked
package dev.auditflow.admission.bundle;

import org.jspecify.annotations.NullMarked;
