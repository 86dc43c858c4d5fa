/** Kubernetes and custom resource schemas. */
@NullMarked
package dev.auditflow.check.schema;

import org.jspecify.annotations.NullMarked;
