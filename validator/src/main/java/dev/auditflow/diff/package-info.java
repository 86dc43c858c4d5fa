/** Two lists of objects become changes by object and by field, as Kubernetes means them. Knows no files. */
@NullMarked
package dev.auditflow.diff;

import org.jspecify.annotations.NullMarked;
