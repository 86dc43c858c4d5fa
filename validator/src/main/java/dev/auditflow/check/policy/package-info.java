/** Rego policies, evaluated as WebAssembly. */
@NullMarked
package dev.auditflow.check.policy;

import org.jspecify.annotations.NullMarked;
