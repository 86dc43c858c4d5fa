/** Gatekeeper's ConstraintTemplates and Constraints: what they say, what they match, and what they see. */
@NullMarked
package dev.auditflow.check.policy.gatekeeper;

import org.jspecify.annotations.NullMarked;
