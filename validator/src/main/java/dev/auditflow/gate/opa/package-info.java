/** Turns the user's Rego and data into what the policy engine evaluates: the one place that runs opa. */
@NullMarked
package dev.auditflow.gate.opa;

import org.jspecify.annotations.NullMarked;
