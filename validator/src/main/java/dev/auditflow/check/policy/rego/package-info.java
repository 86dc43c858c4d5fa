/** Evaluates Rego that was compiled to WebAssembly, with the builtins that such modules leave to their host. */
@NullMarked
package dev.auditflow.check.policy.rego;

import org.jspecify.annotations.NullMarked;
